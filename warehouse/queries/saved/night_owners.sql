-- Who was made an owner, when and by whom?
select
    event_time,
    member,
    actor_user,
    action_description
from membership_changes
where role ilike '%owner%'
order by event_time desc;
