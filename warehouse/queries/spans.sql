-- The time of an organisation's log that was read, joined where readings touch.
select
    from_time,
    to_time
from coverage_spans
where account = $account
order by from_time;
