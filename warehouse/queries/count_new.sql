select count(*) as events from fresh;
