-- How late, in seconds, the latest late event was first seen.
select coalesce(max(late_seconds), 0)::double as seconds
from coverage
where account = $account;
