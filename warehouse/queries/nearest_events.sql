-- The times of the known events next to a time range: the last one before it, the first one after.
select
    (
        select max(event_time)
        from events
        where account = $account and event_time < $from_time::timestamptz
    ) as before,
    (
        select min(event_time)
        from events
        where account = $account and event_time >= $to_time::timestamptz
    ) as after; -- noqa: RF04
