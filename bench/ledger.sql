-- The readings that brought them: ten thousand events each, and meeting.
insert into coverage by name
with readings as (
    select
        window_id,
        min(event_time) as first_event,
        max(event_time) as last_event,
        count(*) as events
    from events
    group by window_id
)

select
    window_id,
    'acme' as account,
    first_event as from_time,
    coalesce(lead(first_event) over (order by first_event), $until::timestamptz) as to_time,
    'complete' as state,
    101 as pages,
    102 as requests,
    events,
    events as new_events,
    first_event,
    last_event,
    '' as content_hash,
    1 as tail_page,
    '' as tail_hash,
    uuid() as run_id,
    $until::timestamptz as read_at,
    $until::timestamptz as checked_at
from readings;
