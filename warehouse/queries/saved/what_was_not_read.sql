-- Which time has nobody read, and until when can it still be had?
select
    account,
    from_time,
    to_time,
    reachable_until
from coverage_gaps
order by from_time desc;
