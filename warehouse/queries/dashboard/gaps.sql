-- The stretches between readings that nobody has read, the newest first.
select
    from_time,
    to_time,
    epoch(to_time - from_time)::double / 3600 as hours
from coverage_gaps
where account = $account
order by from_time desc
limit $most;
