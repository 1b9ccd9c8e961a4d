-- Which access tokens have not been seen for 90 days?
select
    coalesce(token_label, token_id) as token,
    max(event_time) as last_seen,
    count(*) as events,
    string_agg(distinct actor_user, ', ') as users
from token_activity
group by all
having max(event_time) < now() - interval 90 days
order by last_seen;
