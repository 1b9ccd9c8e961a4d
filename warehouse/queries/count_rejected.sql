-- How many entries are staged, how many of them do not fit, and why most of these do not.
select
    count(*) as entries,
    count(reason) as rejected,
    mode(reason) as why
from staged;
