-- How many seconds are answered but not verified, and why the newest of them are not.
select
    coalesce(sum(epoch(to_time - from_time)), 0)::bigint as seconds,
    coalesce(arg_max(reason, to_time), '') as reason
from coverage_unverified
where account = $account;
