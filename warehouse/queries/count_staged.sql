select count(*) as entries from staged;
