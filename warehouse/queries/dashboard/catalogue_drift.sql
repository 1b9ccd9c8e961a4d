-- Where the log and the catalogue of actions differ: Docker Hub logs before it documents.
with listed as (
    select
        action,
        first_seen_at,
        last_seen_at
    from audit_actions
    where account = $account
),

ever as (
    select
        min(first_seen_at) as began_at,
        max(last_seen_at) as newest_at
    from audit_actions
    where account = $account
),

logged as (
    select
        action,
        sum(events)::bigint as events,
        max(last_event) as last_event
    from activity_days
    where account = $account
    group by action
),

compared as (
    select
        coalesce(listed.action, logged.action) as action,
        case
            when listed.action is null then 'logged, not in the catalogue'
            when listed.last_seen_at < ever.newest_at then 'gone from the catalogue'
            when listed.first_seen_at > ever.began_at then 'new in the catalogue'
        end as drift,
        coalesce(listed.first_seen_at, logged.last_event) as seen_at,
        coalesce(logged.events, 0) as events
    from listed
    full outer join logged on listed.action = logged.action
    cross join ever
    where ever.newest_at is not null
)

select
    action,
    drift,
    seen_at,
    events
from compared
where drift is not null
order by seen_at desc, action
limit $most;
