-- Four numbers of the period and of as much time one period earlier, in one row.
with period as (
    select
        $since::timestamptz as start_time,
        $until::timestamptz - $since::timestamptz as width,
        least($until::timestamptz, max(to_time)) as end_time
    from coverage
    where account = $account
),

marked as (
    select
        action_group,
        action,
        actor_user,
        event_key,
        token_id is not null or token_label is not null as by_token,
        event_time >= start_time as current
    from audit_events, period
    where
        account = $account
        and (
            (event_time >= start_time and event_time < end_time)
            or (event_time >= start_time - width and event_time < end_time - width)
        )
)

select
    count(*) filter (where current and action = 'repo.tag.push') as pushes,
    count(*) filter (where not current and action = 'repo.tag.push') as pushes_before,
    count(*) filter (
        where current and event_key in (select event_key from membership_changes)
    ) as membership_changes,
    count(*) filter (
        where not current and event_key in (select event_key from membership_changes)
    ) as membership_changes_before,
    count(*) filter (
        where current and (by_token or starts_with(action, 'org.access_token.'))
    ) as token_events,
    count(*) filter (
        where not current and (by_token or starts_with(action, 'org.access_token.'))
    ) as token_events_before,
    count(distinct actor_user) filter (where current and not by_token) as people,
    count(distinct actor_user) filter (where not current and not by_token) as people_before,
    -- What was not read cannot be compared.
    exists (
        select 1
        from coverage_spans as spans, period
        where
            spans.account = $account
            and spans.from_time <= start_time - width
            and spans.to_time >= end_time
    ) as comparable
from marked;
