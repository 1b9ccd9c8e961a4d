-- Pushes by hour of the day and day of the week, in UTC, those without any too.
with pushed as (
    select
        -- Whole numbers: DuckDB looks every time up in a calendar. The first day of 1970 was a
        -- Thursday.
        epoch_us(event_time) // 3600000000 as hours,
        count(*) as pushes
    from audit_events
    where
        account = $account
        and event_time >= $since::timestamptz
        and event_time < $until::timestamptz
        and action = 'repo.tag.push'
    group by all
),

placed as (
    select
        (hours // 24 + 3) % 7 + 1 as weekday,
        hours % 24 as hour,
        sum(pushes)::bigint as pushes
    from pushed
    group by all
)

select
    weekdays.weekday,
    hours.hour,
    coalesce(placed.pushes, 0) as pushes
from (select unnest(range(1, 8)) as weekday) as weekdays
cross join (select unnest(range(24)) as hour) as hours
left join placed using (weekday, hour)
order by weekdays.weekday, hours.hour;
