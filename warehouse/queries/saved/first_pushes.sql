-- Who pushed to a repository for the first time in the last 30 days?
select
    actor_user,
    repository,
    min(event_time) as first_push,
    count(*) as pushes
from pushes
group by actor_user, repository
having min(event_time) > now() - interval 30 days
order by first_push desc;
