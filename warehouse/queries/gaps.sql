-- Stretches between readings that nobody has read yet, newest first.
select
    account,
    from_time,
    to_time,
    reachable_until
from coverage_gaps
order by account asc, from_time desc;
