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
        action,
        actor_user,
        event_key,
        date_trunc($bucket, event_time) as bucket,
        token_id is not null or token_label is not null as by_token
    from audit_events
    where
        account = $account
        and event_time >= $since::timestamptz
        and event_time < $until::timestamptz
)

select
    buckets.bucket,
    count(*) filter (where action = 'repo.tag.push') as pushes,
    count(*) filter (where event_key in (select event_key from membership_changes))
        as membership_changes,
    count(*) filter (where by_token or starts_with(action, 'org.access_token.')) as token_events,
    count(distinct actor_user) filter (where not by_token) as people
from buckets
left join marked on buckets.bucket = marked.bucket
group by buckets.bucket
order by buckets.bucket;
