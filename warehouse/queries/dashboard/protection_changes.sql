-- The newest changes of the period to what protects the organisation, with before and after.
select
    event_time,
    [area] as area,
    thing,
    before,
    after,
    actor_user,
    action_description,
    action,
    source
from protection
where
    event_time >= $since::timestamptz
    and event_time < $until::timestamptz
    -- The first listing changes nothing.
    and (source = 'event' or before is not null)
order by event_time desc, thing
limit $most;
