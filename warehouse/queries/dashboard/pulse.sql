-- The four numbers through the period, a row for each hour, day or month up to now.
with buckets as (
    select
        unnest(
            generate_series(
                date_trunc($bucket, $since::timestamptz),
                least($until::timestamptz - interval 1 second, $now::timestamptz),
                ('1 ' || $bucket)::interval
            )
        ) as bucket
),

marked as (
    select
        *,
        token_id is not null or token_label is not null as by_token,
        starts_with(action, 'org.member.') or starts_with(action, 'org.team.member.')
            as of_membership
    from activity_between($account, $since::timestamptz, $until::timestamptz, $bucket)
),

summed as (
    select
        bucket,
        sum(events) filter (where action = 'repo.tag.push') as pushes,
        sum(events) filter (where of_membership) as membership_changes,
        sum(events) filter (where by_token or starts_with(action, 'org.access_token.'))
            as token_events,
        count(distinct actor_user) filter (where not by_token) as people
    from marked
    group by bucket
)

select
    buckets.bucket,
    coalesce(summed.pushes, 0)::bigint as pushes,
    coalesce(summed.membership_changes, 0)::bigint as membership_changes,
    coalesce(summed.token_events, 0)::bigint as token_events,
    coalesce(summed.people, 0) as people
from buckets
left join summed on buckets.bucket = summed.bucket
order by buckets.bucket;
