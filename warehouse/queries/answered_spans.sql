-- The time of an organization's log that was answered, verified or not.
select
    from_time,
    to_time
from coverage_segments
where account = $account and state <> 'not read'
order by from_time;
