-- Events a second in the newest readings that hold a day together.
with newest as (
    select
        events,
        epoch(to_time - from_time) as seconds,
        row_number() over (order by to_time desc) as place
    from coverage
    where account = $account
)

select sum(events) / nullif(sum(seconds), 0) as events_per_second
from newest
where place <= 20;
