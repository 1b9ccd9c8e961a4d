-- Add the events that a reading brought to the counts of their days; without a reading, those of
-- all readings.
merge into activity_days as counted
using (
    select
        account,
        (event_time at time zone 'UTC')::date as day,
        action,
        actor_user,
        token_id,
        token_label,
        repository,
        count(*) as events,
        min(event_time) as first_event,
        max(event_time) as last_event
    from audit_events
    where
        event_time >= $from_time::timestamptz
        and event_time < $to_time::timestamptz
        and ($window_id is null or window_id = $window_id::uuid)
    group by all
) as new
    on
        counted.account = new.account
        and counted.day = new.day
        and counted.action = new.action
        and counted.actor_user is not distinct from new.actor_user
        and counted.token_id is not distinct from new.token_id
        and counted.token_label is not distinct from new.token_label
        and counted.repository is not distinct from new.repository
when matched then
    update
        set
            events = counted.events + new.events,
            first_event = least(counted.first_event, new.first_event),
            last_event = greatest(counted.last_event, new.last_event)
when not matched then insert;
