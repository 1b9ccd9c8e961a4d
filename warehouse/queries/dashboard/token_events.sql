-- Events in each hour, day or month, of the six busiest tokens and of all others together.
with seen as (
    select
        bucket,
        coalesce(token_label, token_id) as token,
        events
    from activity_between($account, $since::timestamptz, $until::timestamptz, $bucket)
    where
        (token_id is not null or token_label is not null)
        and not starts_with(action, 'org.access_token.')
    union all
    select
        date_trunc($bucket, event_time) as bucket,
        coalesce(token_label, token_id, 'unnamed') as token,
        1 as events
    from token_changes
    where
        account = $account
        and event_time >= $since::timestamptz
        and event_time < $until::timestamptz
),

ranked as (
    select
        token,
        row_number() over (order by sum(events) desc, token) as place
    from seen
    group by token
)

select
    bucket,
    if(place <= 6, token, 'all others') as token,
    least(place, 7) as place,
    sum(events)::bigint as events
from seen
inner join ranked using (token)
group by all
order by bucket, place;
