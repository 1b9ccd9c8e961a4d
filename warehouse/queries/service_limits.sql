-- What the service was lately found to accept.
select
    widest_seconds,
    most_rows
from service_limits
where account = $account and found_at > $since::timestamptz
order by found_at desc
limit 1;
