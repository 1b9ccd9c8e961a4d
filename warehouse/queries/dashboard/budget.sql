-- What was left of the rate limit after each run of the last days.
select
    budget.seen_at,
    budget.rate_limit,
    budget.remaining,
    budget.run_id::varchar as run_id
from budget
where
    budget.run_id in (
        select run_id from runs
        where account = $account
    )
    and budget.seen_at >= $since::timestamptz
    and budget.seen_at < $until::timestamptz
order by budget.seen_at desc
limit $most;
