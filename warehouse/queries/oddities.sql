-- What two witnesses say differently of the same thing.
select
    account,
    resource,
    thing,
    what
from inconsistencies
order by account, resource, thing;
