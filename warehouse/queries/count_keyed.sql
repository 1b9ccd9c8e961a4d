select count(*) as events from keyed;
