-- How late, in seconds, the latest late event was first seen.
select coalesce(max(max_seconds), 0)::double as seconds
from lateness
where account = $account;
