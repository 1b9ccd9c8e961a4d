-- How many of the events that a reading brought carry another account.
select count(sent_account) as events
from events
where
    event_time >= $from_time::timestamptz
    and event_time < $to_time::timestamptz
    and window_id = $window_id::uuid;
