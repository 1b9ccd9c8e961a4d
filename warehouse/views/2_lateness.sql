create or replace view lateness as
with delayed as (
    select
        account,
        action,
        epoch(first_seen_at - event_time) as seconds
    from audit_events
    where late
),

begun as (
    select
        account,
        min(read_at) as since,
        date_trunc('day', min(read_at) at time zone 'UTC' + interval 1 day) at time zone 'UTC'
            as next_day
    from coverage
    group by account
),

-- The day on which collection began in part, those since as they are counted.
followed as (
    select
        account,
        action,
        sum(events)::bigint as events
    from (
        select
            events.account,
            events.action,
            count(*) as events
        from events
        inner join begun
            on
                events.account = begun.account
                and events.event_time >= begun.since
                and events.event_time < begun.next_day
        group by all
        union all
        select
            counted.account,
            counted.action,
            sum(counted.events) as events
        from activity_days as counted
        inner join begun
            on counted.account = begun.account and counted.first_event >= begun.next_day
        group by all
    )
    group by all
)

select
    account,
    action,
    coalesce(followed.events, 0) as events,
    count(delayed.seconds) as late_events,
    quantile_cont(delayed.seconds, 0.5) as p50_seconds,
    quantile_cont(delayed.seconds, 0.95) as p95_seconds,
    quantile_cont(delayed.seconds, 0.99) as p99_seconds,
    max(delayed.seconds) as max_seconds
from followed
full outer join delayed using (account, action)
group by all;

comment on view lateness is
'How late events arrive: those that a first reading of their time did not hold.';
comment on column lateness.account is 'The organisation.';
comment on column lateness.action is 'The action.';
comment on column lateness.events is 'Events that happened since collection began.';
comment on column lateness.late_events is 'Events whose time had been read before without them.';
comment on column lateness.p50_seconds is 'Half of the late ones were at most this late.';
comment on column lateness.p95_seconds is '95 in 100 of them, at most.';
comment on column lateness.p99_seconds is '99 in 100 of them, at most.';
comment on column lateness.max_seconds is 'The latest of them.';
