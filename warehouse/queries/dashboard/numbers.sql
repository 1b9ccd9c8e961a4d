-- Four numbers of the period and of as much time one period earlier, in one row.
with counted as (
    select
        *,
        true as current
    from
        activity_between(
            $account,
            $since::timestamptz,
            least($until::timestamptz, $answered_up_to::timestamptz),
            $bucket
        )
    union all
    select
        *,
        false as current
    from activity_between(
        $account,
        $since::timestamptz - ($until::timestamptz - $since::timestamptz),
        least($until::timestamptz, $answered_up_to::timestamptz)
        - ($until::timestamptz - $since::timestamptz),
        $bucket
    )
),

marked as (
    select
        *,
        token_id is not null or token_label is not null as by_token,
        starts_with(action, 'org.member.') or starts_with(action, 'org.team.member.')
            as of_membership
    from counted
),

summed as (
    select
        current,
        sum(events) filter (where action = 'repo.tag.push') as pushes,
        sum(events) filter (where of_membership) as membership_changes,
        sum(events) filter (where by_token or starts_with(action, 'org.access_token.'))
            as token_events,
        count(distinct actor_user) filter (where not by_token) as people
    from marked
    group by current
)

select
    coalesce(any_value(pushes) filter (where current), 0)::bigint as pushes,
    coalesce(any_value(pushes) filter (where not current), 0)::bigint as pushes_before,
    coalesce(any_value(membership_changes) filter (where current), 0)::bigint
        as membership_changes,
    coalesce(any_value(membership_changes) filter (where not current), 0)::bigint
        as membership_changes_before,
    coalesce(any_value(token_events) filter (where current), 0)::bigint as token_events,
    coalesce(any_value(token_events) filter (where not current), 0)::bigint
        as token_events_before,
    coalesce(any_value(people) filter (where current), 0) as people,
    coalesce(any_value(people) filter (where not current), 0) as people_before,
    -- What was not read cannot be compared.
    exists(
        select 1
        from coverage_spans as spans
        where
            spans.account = $account
            and spans.from_time
            <= $since::timestamptz - ($until::timestamptz - $since::timestamptz)
            and spans.to_time >= least($until::timestamptz, $answered_up_to::timestamptz)
    ) as comparable
from summed;
