-- The readings that touch a time range, and whether each is verified. One that is verified, has no
-- events and is older than the oldest event ever answered says nothing: Docker Hub may have
-- forgotten that time.
select
    coverage.from_time,
    coverage.to_time,
    coverage.verified_at is not null as verified,
    if(coverage.verified_at is null, coalesce(coverage.doubt, 'It was not verified.'), '') as reason
from coverage
left join reach on coverage.account = reach.account
where
    coverage.account = $account
    and coverage.state <> 'not read'
    and coverage.to_time > $from_time::timestamptz
    and coverage.from_time < $to_time::timestamptz
    and (
        coverage.verified_at is null
        or coverage.events > 0
        or coverage.to_time > reach.oldest_event
        or reach.is_the_beginning
    )
order by coverage.read_at desc;
