-- How fresh and how complete each organisation's trail is, one row each.
with named as (
    select account
    from coverage
    union
    select account
    from runs
),

covered as (
    select
        account,
        min(from_time) as covered_from,
        max(to_time) as covered_to
    from coverage_spans
    group by account
),

last_clock as (
    select
        account,
        arg_max(clock_ahead_seconds, rowid) as clock_ahead_seconds
    from runs
    where clock_ahead_seconds is not null
    group by account
),

refused as (
    select
        account,
        count(*) as rejected
    from rejected
    group by account
),

late as (
    select
        account,
        sum(late_events) as late_events,
        max(max_seconds) as latest_seconds
    from lateness
    group by account
),

counted as (
    select
        account,
        sum(events)::bigint as events,
        max(last_event) as newest_event
    from activity_days
    group by account
)

select
    named.account,
    counted.newest_event,
    reach.oldest_event,
    covered.covered_from,
    covered.covered_to,
    last_clock.clock_ahead_seconds,
    late.latest_seconds,
    coalesce(counted.events, 0) as events,
    coalesce(refused.rejected, 0) as rejected,
    coalesce(late.late_events, 0)::bigint as late_events
from named
left join covered on named.account = covered.account
left join last_clock on named.account = last_clock.account
left join refused on named.account = refused.account
left join late on named.account = late.account
left join counted on named.account = counted.account
left join reach on named.account = reach.account
order by named.account;
