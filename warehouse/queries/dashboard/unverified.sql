-- The time ranges that were answered but not verified, newest first.
select
    from_time,
    to_time,
    reason,
    epoch(to_time - from_time)::double / 3600 as hours
from coverage_unverified
where account = $account
order by from_time desc
limit $most;
