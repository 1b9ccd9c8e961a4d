-- The rate limit as it was last told.
select
    rate_limit,
    remaining,
    resets_at,
    seen_at
from budget
order by seen_at desc
limit 1;
