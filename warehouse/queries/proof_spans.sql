-- The parts of a stretch that readings vouch for. A reading without events that is older than the
-- oldest event ever answered vouches for nothing: it may lie beyond what Docker Hub still keeps.
with vouching as (
    select
        coverage.from_time,
        coverage.to_time
    from coverage
    left join reach on coverage.account = reach.account
    where
        coverage.account = $account
        and coverage.to_time > $from_time::timestamptz
        and coverage.from_time < $to_time::timestamptz
        and (
            coverage.events > 0
            or coverage.to_time > reach.oldest_event
            or reach.is_the_beginning
        )
)

select
    greatest(from_time, $from_time::timestamptz) as from_time,
    least(to_time, $to_time::timestamptz) as to_time
from vouching
order by 1, 2;
