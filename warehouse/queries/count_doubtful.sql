-- How many entries of a batch must be looked at closer.
select count(*) filter (doubtful) as entries
from staged
where place >= $first;
