-- Events a second in the newest week that was read; null where less than a day of it was.
with week as (
    select
        max(to_time) as until,
        max(to_time) - interval 7 days as since
    from coverage
    where account = $account
),

covered as (
    select sum(epoch(to_time - greatest(from_time, since))) as seconds
    from coverage_spans
    inner join week on to_time > since
    where account = $account
),

happened as (
    select count(*) as events
    from events
    inner join week on event_time >= since and event_time < until
    where account = $account
)

select case when seconds >= 86400 then greatest(events, 1) / seconds end as events_per_second
from covered, happened;
