create or replace view token_activity as
select
    event_key,
    account,
    event_time,
    action,
    if(action_group = 'repo', 'used', split_part(action, '.', -1)) as activity,
    token_id,
    token_label,
    actor_user,
    repository,
    tag,
    action_description
from audit_events
where
    (token_id is not null or token_label is not null)
    and not starts_with(action, 'org.access_token.')
union all by name
from token_changes;

comment on view token_activity is 'What access tokens did, and what was done to them.';
comment on column token_activity.event_key is 'The event in audit_events.';
comment on column token_activity.account is 'The organisation.';
comment on column token_activity.event_time is 'When it happened.';
comment on column token_activity.action is 'The action as logged.';
comment on column token_activity.activity is 'used, or create, update, delete.';
comment on column token_activity.token_id is 'The token.';
comment on column token_activity.token_label is 'The token''s label.';
comment on column token_activity.actor_user is 'Whose token it is, or who changed it.';
comment on column token_activity.repository is 'The repository it was used on.';
comment on column token_activity.tag is 'The tag it was used on.';
comment on column token_activity.action_description is 'Docker Hub''s sentence about it.';
