-- The readings of time after a moment, and when each was made.
select
    from_time,
    to_time,
    read_at
from coverage
where account = $account and to_time > $since::timestamptz and state <> 'not read';
