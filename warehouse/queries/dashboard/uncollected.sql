-- The time ranges of the shown time that are not complete: not read, or not verified.
with shown as (
    select
        -- Before the organization was created, nothing can be missing.
        greatest(
            $since::timestamptz,
            (
                select oldest_event from reach
                where account = $account and is_the_beginning
            )
        ) as since,
        least($until::timestamptz, $now::timestamptz) as until
),

segments as (
    select
        from_time,
        to_time,
        state
    from coverage_segments
    where account = $account
),

-- The segments, and the time before the first and after the last of them.
ranges as (
    select
        from_time,
        to_time,
        state
    from segments
    union all
    select
        shown.since as from_time,
        coalesce((select min(from_time) from segments), shown.until) as to_time,
        'not read' as state
    from shown
    union all
    select
        (select max(to_time) from segments) as from_time,
        shown.until as to_time,
        'not read' as state
    from shown
),

clipped as (
    select
        ranges.state,
        greatest(ranges.from_time, shown.since) as from_time,
        least(ranges.to_time, shown.until) as to_time
    from ranges
    cross join shown
    where
        ranges.state <> 'covered'
        and ranges.from_time < shown.until
        and ranges.to_time > shown.since
)

select
    from_time,
    to_time,
    state,
    epoch(to_time - from_time)::double as seconds
from clipped
where
    to_time > from_time
    -- The newest minutes are always still to be read.
    and (
        state = 'not verified'
        or to_time < $now::timestamptz
        or to_time - from_time > interval 1 hour
    )
order by from_time;
