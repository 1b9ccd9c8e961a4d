-- The newest entries that fit no column, word for word.
select
    seen_at,
    resource,
    reason,
    raw
from rejected
where account = $account
order by seen_at desc
limit $most;
