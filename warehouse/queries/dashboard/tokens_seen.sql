-- Every access token that any event names, the one seen last first.
select
    any_value(token_label) as token_label,
    string_agg(distinct actor_user, ', ' order by actor_user)
    filter (where activity = 'used') as users,
    min(event_time) as first_seen,
    max(event_time) filter (where activity = 'used') as last_used,
    max(event_time) filter (where activity = 'delete') as deleted,
    count(*) filter (
        where
        activity = 'used'
        and event_time >= $since::timestamptz
        and event_time < $until::timestamptz
    ) as uses,
    list_sort(list_distinct(array_agg(
        if(starts_with(repository, $account || '/'), repository[len($account) + 2:], repository)
    ) filter (where repository is not null))) as repositories,
    token_id
from token_activity
where account = $account
group by token_id, if(token_id is null, token_label, null)
order by max(event_time) desc
limit $most;
