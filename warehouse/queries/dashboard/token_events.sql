-- Events in each hour, day or month, of the six busiest tokens and of all others together.
with seen as (
    select
        date_trunc($bucket, event_time) as bucket,
        coalesce(token_label, token_id, 'unnamed') as token
    from token_activity
    where
        account = $account
        and event_time >= $since::timestamptz
        and event_time < $until::timestamptz
),

ranked as (
    select
        token,
        row_number() over (order by count(*) desc, token) as place
    from seen
    group by token
)

select
    bucket,
    if(place <= 6, token, 'all others') as token,
    least(place, 7) as place,
    count(*) as events
from seen
inner join ranked using (token)
group by all
order by bucket, place;
