-- Few events are neither a push nor a deletion of a tag, and many questions are about those alone.

create table admin_events (
    event_key uuid not null,
    account varchar not null,
    event_time timestamptz not null,
    action varchar not null,
    action_group varchar not null,
    name varchar,
    actor_user varchar,
    token_id varchar,
    token_label varchar,
    repository varchar,
    data json,
    action_description varchar
);
comment on table admin_events is
'The audit events that are not about a tag: few, so that questions about them are fast.';
comment on column admin_events.event_key is 'The event in audit_events.';
comment on column admin_events.account is 'The organisation.';
comment on column admin_events.event_time is 'When it happened, by Docker Hub''s clock.';
comment on column admin_events.action is 'What happened, such as org.member.add.';
comment on column admin_events.action_group is 'The part of the action before the first dot.';
comment on column admin_events.name is 'What it happened to: a repository, organisation or user.';
comment on column admin_events.actor_user is 'Who did it, without the token.';
comment on column admin_events.token_id is 'The access token that was used, where one was.';
comment on column admin_events.token_label is 'That token''s label.';
comment on column admin_events.repository is 'The repository as organisation/name.';
comment on column admin_events.data is 'The details as Docker Hub sent them.';
comment on column admin_events.action_description is 'Docker Hub''s sentence about the event.';

insert into admin_events
select
    event_key,
    account,
    event_time,
    action,
    split_part(action, '.', 1) as action_group,
    name,
    actor_user,
    token_id,
    token_label,
    case
        when not starts_with(action, 'repo.') then null
        when contains(name, '/') then name
        else account || '/' || name
    end as repository,
    data,
    action_description
from events
where not starts_with(action, 'repo.tag.');

-- A number stands for the tag of a repository: it is found ten times as fast as its text.
alter table events add column tag_key ubigint;
update events
set
    tag_key = md5_number_lower(
        concat_ws(' ', account, if(contains(name, '/'), name, account || '/' || name), tag)
    )
where tag is not null;

-- How late events come is asked with every change of the state that an event should explain.
alter table coverage add column late_seconds double;
comment on column coverage.late_seconds is
'How late the latest of its late events was first seen, in seconds; null where none was late.';
update coverage
set late_seconds = latest.seconds
from (
    select
        window_id,
        max(epoch_us(first_seen_at) - epoch_us(event_time)) / 1e6 as seconds
    from events
    where late
    group by window_id
) as latest
where coverage.window_id = latest.window_id;

-- They are macros now.
drop view if exists changes_without_event;
drop view if exists events_without_state;
