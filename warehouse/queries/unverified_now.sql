-- The time ranges that were answered but not verified, newest first.
select
    account,
    from_time,
    to_time,
    reason
from coverage_unverified
order by account asc, from_time desc;
