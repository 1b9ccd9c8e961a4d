-- Keep the events of a reading apart that are not about a tag; without a reading, those of all.
insert into admin_events by name
select
    event_key,
    account,
    event_time,
    action,
    action_group,
    name,
    actor_user,
    token_id,
    token_label,
    repository,
    data,
    action_description
from audit_events
where
    not starts_with(action, 'repo.tag.')
    and event_time >= $from_time::timestamptz
    and event_time < $to_time::timestamptz
    and ($window_id is null or window_id = $window_id::uuid);
