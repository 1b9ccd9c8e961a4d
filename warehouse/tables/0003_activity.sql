-- What questions ask of every event stands in columns of its own, and is counted by day.

create table events_with_meaning (
    event_key uuid not null,
    account varchar not null,
    event_time timestamptz not null,
    action varchar not null,
    name varchar,
    actor varchar,
    data json,
    action_description varchar,
    other_fields json,
    source_event_id varchar,
    occurrence integer not null,
    first_seen_at timestamptz not null,
    late boolean not null,
    window_id uuid not null,
    actor_user varchar,
    token_id varchar,
    token_label varchar,
    tag varchar
);

insert into events_with_meaning
select
    event_key,
    account,
    event_time,
    action,
    name,
    actor,
    data,
    action_description,
    other_fields,
    source_event_id,
    occurrence,
    first_seen_at,
    late,
    window_id,
    regexp_extract(actor, '^(.*?)( - access token ".*")?$', 1, 's') as actor_user,
    data ->> 'access_token_id' as token_id,
    coalesce(
        data ->> 'access_token_label',
        nullif(regexp_extract(actor, ' - access token "(.*)"$', 1, 's'), '')
    ) as token_label,
    case when starts_with(action, 'repo.tag.') then data ->> 'tag' end as tag
from events;

drop table events;
alter table events_with_meaning rename to events;
comment on table events is 'Audit events as they came, one row each; ask audit_events instead.';

create table activity_days (
    account varchar not null,
    day date not null,
    action varchar not null,
    actor_user varchar,
    token_id varchar,
    token_label varchar,
    repository varchar,
    events bigint not null,
    first_event timestamptz not null,
    last_event timestamptz not null
);
comment on table activity_days is
'How often each user did each thing on each day: audit_events, counted as it is loaded.';
comment on column activity_days.account is 'The organisation.';
comment on column activity_days.day is 'The day in UTC.';
comment on column activity_days.action is 'What happened, such as repo.tag.push.';
comment on column activity_days.actor_user is 'Who did it, without the token.';
comment on column activity_days.token_id is 'The access token that was used, where one was.';
comment on column activity_days.token_label is 'That token''s label.';
comment on column activity_days.repository is 'The repository as organisation/name.';
comment on column activity_days.events is 'How many events.';
comment on column activity_days.first_event is 'When the first of them happened.';
comment on column activity_days.last_event is 'When the last of them happened.';

insert into activity_days
select
    account,
    (event_time at time zone 'UTC')::date as day,
    action,
    actor_user,
    token_id,
    token_label,
    case
        when not starts_with(action, 'repo.') then null
        when contains(name, '/') then name
        else account || '/' || name
    end as repository,
    count(*) as events,
    min(event_time) as first_event,
    max(event_time) as last_event
from events
group by all;
