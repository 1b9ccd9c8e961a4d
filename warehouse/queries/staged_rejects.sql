-- The staged entries of a catalogue or a listing that do not fit.
select
    reason,
    raw
from staged
where reason is not null;
