-- What was deleted, by whom, how much on one day?
select
    event_time::date as day,
    action,
    actor_user,
    token_label,
    count(*) as deleted,
    count(distinct repository) as repositories
from audit_events
where ends_with(action, '.delete')
group by all
order by deleted desc;
