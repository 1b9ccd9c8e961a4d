create or replace view audit_events as
select
    event_key,
    account,
    event_time,
    action,
    split_part(action, '.', 1) as action_group,
    name,
    actor,
    actor_user,
    token_id,
    token_label,
    case
        when not starts_with(action, 'repo.') then null
        when contains(name, '/') then name
        else account || '/' || name
    end as repository,
    tag,
    tag_key,
    case when starts_with(action, 'repo.tag.') then data ->> 'digest' end as digest,
    data,
    action_description,
    other_fields,
    source_event_id,
    occurrence,
    first_seen_at,
    late,
    window_id,
    sent_account
from events;

comment on view audit_events is 'Every audit event collected, with its meaning in columns.';
comment on column audit_events.event_key is
'Names the event for ever: a hash of what it says and of its number among identical ones.';
comment on column audit_events.account is 'The organisation.';
comment on column audit_events.event_time is 'When it happened, by Docker Hub''s clock.';
comment on column audit_events.action is 'What happened, such as repo.tag.push.';
comment on column audit_events.action_group is 'The part of the action before the first dot.';
comment on column audit_events.name is 'What it happened to: a repository, organisation or user.';
comment on column audit_events.actor is 'Who did it, as Docker Hub wrote it.';
comment on column audit_events.actor_user is 'The user in actor, without the token.';
comment on column audit_events.token_id is 'The access token that was used, where one was.';
comment on column audit_events.token_label is 'That token''s label.';
comment on column audit_events.repository is 'The repository as organisation/name.';
comment on column audit_events.tag is 'The tag that was pushed or deleted.';
comment on column audit_events.tag_key is
'A number for account, repository and tag: tag_key = key_of_tag(account, repository, tag).';
comment on column audit_events.digest is 'The digest that was pushed.';
comment on column audit_events.data is 'The details as Docker Hub sent them.';
comment on column audit_events.action_description is 'Docker Hub''s sentence about the event.';
comment on column audit_events.other_fields is 'Fields that nobody has documented yet.';
comment on column audit_events.source_event_id is 'Docker Hub''s own id, where it sent one.';
comment on column audit_events.occurrence is 'Its number among identical events.';
comment on column audit_events.first_seen_at is 'When Hubtrail first read it.';
comment on column audit_events.late is 'Whether its time had been read before without it.';
comment on column audit_events.window_id is 'The reading in coverage that brought it.';
comment on column audit_events.sent_account is
'The account that the event names where it is another one, as JSON if it is no text; else null.';
