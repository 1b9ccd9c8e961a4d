create or replace view token_days as
select
    account,
    day,
    action,
    if(starts_with(action, 'repo.'), 'used', split_part(action, '.', -1)) as activity,
    token_id,
    token_label,
    actor_user,
    repository,
    events,
    first_event,
    last_event
from activity_days
where
    (token_id is not null or token_label is not null)
    and not starts_with(action, 'org.access_token.')
union all
select
    account,
    (event_time at time zone 'UTC')::date as day,
    action,
    activity,
    token_id,
    token_label,
    actor_user,
    null as repository,
    count(*) as events,
    min(event_time) as first_event,
    max(event_time) as last_event
from token_changes
group by all;

comment on view token_days is 'What access tokens did, and what was done to them, by day.';
comment on column token_days.account is 'The organisation.';
comment on column token_days.day is 'The day in UTC.';
comment on column token_days.action is 'The action as logged.';
comment on column token_days.activity is 'used, or create, update, delete.';
comment on column token_days.token_id is 'The token.';
comment on column token_days.token_label is 'The token''s label.';
comment on column token_days.actor_user is 'Whose token it is, or who changed it.';
comment on column token_days.repository is 'The repository it was used on.';
comment on column token_days.events is 'How many events.';
comment on column token_days.first_event is 'When the first of them happened.';
comment on column token_days.last_event is 'When the last of them happened.';
