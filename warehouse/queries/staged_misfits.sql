-- The places of the staged entries of a reading that do not fit, and why.
select
    place,
    reason
from staged
where reason is not null
order by place;
