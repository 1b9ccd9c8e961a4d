-- The parameters are called as no column is, or DuckDB would mix them up with the views' columns.
create or replace macro unexplained_among(of_resources, from_time) as table
    select
        account,
        seen_at,
        resource,
        thing,
        change,
        before,
        after,
        not_before,
        seen_at as not_after,
        'No event tells of it.' as why
    from changes_without_event(of_resources, from_time)
    union all
    select
        account,
        seen_at,
        resource,
        thing,
        change,
        null as before,
        null as after,
        event_time as not_before,
        seen_at as not_after,
        'An event tells of it, but no listing since shows it.' as why
    from events_without_state(of_resources, from_time);
comment on macro table unexplained_among is -- noqa: PRS
'The rows of unexplained_changes about the resources in a list and from a time on, found without
looking at others; null stands for all resources, and for all time.';

create or replace view unexplained_changes as
from unexplained_among(null, null);

comment on view unexplained_changes is
'Where state and events contradict each other: changes without event, events without outcome.';
comment on column unexplained_changes.account is 'The organisation.';
comment on column unexplained_changes.seen_at is 'The listing that shows the contradiction.';
comment on column unexplained_changes.resource is
'tags, repositories, members, teams, team_members, org_access_tokens or org_settings.';
comment on column unexplained_changes.thing is 'What it is about, by its name.';
comment on column unexplained_changes.change is
'appeared, changed or gone by listings; added, removed or pushed by an event.';
comment on column unexplained_changes.before is 'Digest, role, privacy or name before it.';
comment on column unexplained_changes.after is 'The same after it.';
comment on column unexplained_changes.not_before is
'It happened after this; or, by an event, at this time.';
comment on column unexplained_changes.not_after is 'And before the listing that took this long.';
comment on column unexplained_changes.why is 'What contradicts what, in a sentence.';
