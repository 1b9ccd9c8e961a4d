-- A page of the events that pass the explorer's filters, from one event on, the newest first.
select
    event_time,
    action,
    repository,
    tag,
    actor_user,
    token_label,
    name,
    action_description,
    data::varchar as data,
    actor,
    digest,
    token_id,
    account,
    action_group,
    first_seen_at,
    event_key::varchar as event_key
from matching
where
    $from_time = ''
    or event_time < try_cast($from_time as timestamptz)
    or (
        event_time = try_cast($from_time as timestamptz)
        and event_key >= try_cast($from_key as uuid)
    )
order by event_time desc, matching.event_key
limit $most;
