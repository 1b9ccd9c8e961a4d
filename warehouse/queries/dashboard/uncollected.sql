-- The stretches of the shown time that nobody has read.
with pieces as (
    select
        from_time,
        to_time
    from coverage_spans
    where
        account = $account
        and to_time > $since::timestamptz
        and from_time < least($until::timestamptz, $now::timestamptz)
    union all
    -- Before the organisation was there, nothing can be missing.
    select
        $since::timestamptz as from_time,
        greatest(oldest_event, $since::timestamptz) as to_time
    from reach
    where account = $account and is_the_beginning
    union all
    select
        $since::timestamptz as from_time,
        $since::timestamptz as to_time
    union all
    select
        least($until::timestamptz, $now::timestamptz) as from_time,
        $until::timestamptz as to_time
),

reached as (
    select
        from_time as to_time,
        max(to_time) over (
            order by from_time, to_time
            rows between unbounded preceding and 1 preceding
        ) as from_time
    from pieces
)

select
    from_time,
    to_time,
    epoch(to_time - from_time)::double as seconds
from reached
where
    to_time > from_time
    -- The newest minutes are always still to be read.
    and (to_time < $now::timestamptz or to_time - from_time > interval 1 hour)
order by from_time;
