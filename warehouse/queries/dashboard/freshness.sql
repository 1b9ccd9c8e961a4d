-- How fresh and how complete the organization's trail is, in one row.
with newest_span as (
    select
        max(from_time) as from_time,
        max(to_time) as to_time
    from coverage_spans
    where account = $account
),

reached as (
    select
        max(oldest_event) as oldest_event,
        coalesce(bool_or(is_the_beginning), false) as is_the_beginning
    from reach
    where account = $account
),

-- Runs by their place in the table: a wrong clock can date an older run later than the newest one.
last_run as (
    select
        state,
        error
    from runs
    where account = $account and resource = 'audit-events' and state <> 'running'
    order by rowid desc
    limit 1
),

unverified as (
    select coalesce(sum(epoch(to_time - from_time)), 0)::double as seconds
    from coverage_unverified
    where account = $account
)

select
    newest_span.to_time as read_up_to,
    -- What was read before the oldest event may have been forgotten by then: claim nothing.
    case
        when newest_span.to_time > coalesce(reached.oldest_event, newest_span.from_time)
            then greatest(newest_span.from_time, reached.oldest_event)
    end as complete_since,
    coalesce(
        reached.is_the_beginning and reached.oldest_event >= newest_span.from_time, false
    ) as since_the_beginning,
    -- Events are kept up to here, though not all of this time is verified.
    (
        select max(to_time) from coverage_segments
        where account = $account
    ) as answered_up_to,
    coalesce(
        reached.oldest_event,
        (
            select min(from_time) from coverage
            where account = $account
        )
    ) as oldest,
    (
        select count(*) from coverage_gaps
        where account = $account
    ) as gaps,
    (
        select coalesce(sum(epoch(to_time - from_time)), 0)::double
        from coverage_gaps
        where account = $account
    ) as gap_seconds,
    unverified.seconds as unverified_seconds,
    (
        select count(*) from rejected
        where account = $account
    ) as rejected,
    coalesce((select state from last_run), '') as last_state,
    coalesce((select error from last_run), '') as last_error,
    (
        select arg_max(clock_ahead_seconds, rowid) from runs
        where account = $account
    ) as clock_ahead_seconds
from newest_span
cross join reached
cross join unverified;
