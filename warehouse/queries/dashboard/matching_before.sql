-- The events that come before a page, the nearest first: the last of them begins the page before.
select
    event_time,
    event_key::varchar as event_key
from matching
where
    event_time > try_cast($from_time as timestamptz)
    or (
        event_time = try_cast($from_time as timestamptz)
        and event_key < try_cast($from_key as uuid)
    )
order by event_time, matching.event_key desc
limit $most;
