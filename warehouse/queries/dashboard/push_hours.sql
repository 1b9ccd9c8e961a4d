-- Pushes by hour of the day and day of the week, in UTC, those without any too.
with pushed as (
    select
        isodow(event_time) as weekday,
        hour(event_time) as hour,
        count(*) as pushes
    from audit_events
    where
        account = $account
        and event_time >= $since::timestamptz
        and event_time < $until::timestamptz
        and action = 'repo.tag.push'
    group by all
)

select
    weekdays.weekday,
    hours.hour,
    coalesce(pushed.pushes, 0) as pushes
from (select unnest(range(1, 8)) as weekday) as weekdays
cross join (select unnest(range(24)) as hour) as hours
left join pushed using (weekday, hour)
order by weekdays.weekday, hours.hour;
