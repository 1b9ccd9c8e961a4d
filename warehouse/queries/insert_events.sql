-- Add the events of a reading that are not kept yet; never take one away.
insert into events
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
        and from_time < $to_time::timestamptz
        and to_time > $from_time::timestamptz
)

select
    staged.event_key,
    $account as account,
    staged.event_time,
    staged.action,
    staged.name,
    staged.actor,
    staged.data,
    staged.action_description,
    staged.other_fields,
    staged.source_event_id,
    staged.occurrence,
    $seen_at::timestamptz as first_seen_at,
    exists(
        select 1
        from read_before
        where staged.event_time >= read_before.from_time and staged.event_time < read_before.to_time
    ) as late,
    $window_id::uuid as window_id
from staged
where staged.event_key is not null and staged.event_key not in (select event_key from kept);
