-- Find the staged events that are not kept yet.
create or replace temp table fresh as
with kept as (
    select event_key
    from events
    where
        account = $account
        and event_time >= $from_time::timestamptz
        and event_time < $to_time::timestamptz
),

read_before as (
    select
        from_time,
        to_time
    from coverage
    where
        account = $account
        and verified_at is not null
        and from_time < $to_time::timestamptz
        and to_time > $from_time::timestamptz
)

select
    place,
    event_key,
    event_time,
    occurrence,
    exists(
        select 1
        from read_before
        where staged.event_time >= read_before.from_time and staged.event_time < read_before.to_time
    ) as late
from staged
where event_key is not null and event_key not in (select event_key from kept);
