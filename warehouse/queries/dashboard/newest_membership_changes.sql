-- The newest membership changes of the period.
select
    event_time,
    [change] as change,
    member,
    team,
    role_before,
    role,
    actor_user,
    source,
    action_description
from membership_changes
where
    account = $account
    and event_time >= $since::timestamptz
    and event_time < $until::timestamptz
order by event_time desc
limit $most;
