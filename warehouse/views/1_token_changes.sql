create or replace view token_changes as
select
    event_key,
    account,
    event_time,
    action,
    split_part(action, '.', -1) as activity,
    coalesce(token_id, data ->> 'token_id', data ->> 'id') as token_id,
    coalesce(token_label, data ->> 'token_label', data ->> 'label') as token_label,
    actor_user,
    action_description
from admin_events
where starts_with(action, 'org.access_token.');

comment on view token_changes is 'What was done to the access tokens of organisations.';
comment on column token_changes.event_key is 'The event in audit_events.';
comment on column token_changes.account is 'The organisation.';
comment on column token_changes.event_time is 'When it happened.';
comment on column token_changes.action is 'The action as logged.';
comment on column token_changes.activity is 'create, update or delete.';
comment on column token_changes.token_id is 'The token.';
comment on column token_changes.token_label is 'The token''s label.';
comment on column token_changes.actor_user is 'Who did it.';
comment on column token_changes.action_description is 'Docker Hub''s sentence about it.';
