-- The times of the known events of a time range, both its edges left out.
select epoch_us(event_time) as time
from events
where
    account = $account
    and event_time > $from_time::timestamptz
    and event_time < $to_time::timestamptz
order by event_time;
