-- Which of these places of a reading hold new events.
select place
from fresh
where place in (select unnest($places::bigint[]));
