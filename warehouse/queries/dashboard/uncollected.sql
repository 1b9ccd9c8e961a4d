-- The stretches of the shown time that nobody has read.
with pieces as (
    select
        greatest(from_time, $since::timestamptz) as from_time,
        to_time
    from coverage_spans
    where account = $account and to_time > $since::timestamptz
    union all
    -- Before the organisation was there, nothing can be missing.
    select
        $since::timestamptz,
        if(is_the_beginning, greatest(oldest_event, $since::timestamptz), $since::timestamptz)
    from reach
    where account = $account
    union all
    select
        $since::timestamptz,
        $since::timestamptz
    union all
    select
        least($until::timestamptz, $now::timestamptz),
        $until::timestamptz
),

reached as (
    select
        from_time as to_time,
        max(to_time) over (
            order by from_time, to_time
            rows between unbounded preceding and 1 preceding
        ) as from_time
    from pieces
    where from_time < $until::timestamptz
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
