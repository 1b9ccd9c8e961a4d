-- How fresh and how complete the organisation's trail is, in one row.
with newest_span as (
    select
        from_time,
        to_time
    from coverage_spans
    where account = $account
    order by to_time desc
    limit 1
),

last_run as (
    select
        state,
        error
    from runs
    where account = $account and resource = 'audit-events' and state <> 'running'
    order by started_at desc
    limit 1
)

select
    to_time as read_up_to,
    -- What was read before the oldest event may have been forgotten by then: claim nothing.
    greatest(from_time, (
        select oldest_event from reach
        where account = $account
    ))
        as complete_since,
    coalesce(
        (
            select is_the_beginning and oldest_event >= newest_span.from_time
            from reach
            where account = $account
        ),
        false
    ) as since_the_beginning,
    coalesce(
        (
            select oldest_event from reach
            where account = $account
        ),
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
    (
        select count(*) from rejected
        where account = $account
    ) as rejected,
    coalesce((select state from last_run), '') as last_state,
    coalesce((select error from last_run), '') as last_error
from newest_span;
