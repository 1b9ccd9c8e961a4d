-- The organisations whose log was read, if only in part.
select distinct account
from coverage
order by account;
