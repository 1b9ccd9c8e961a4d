create or replace view membership_changes as
select
    event_key,
    account,
    event_time,
    action,
    case
        when ends_with(action, '.invite.send') then 'invited'
        when ends_with(action, '.role.change') then 'role changed'
        when ends_with(action, '.add') then 'added'
        else 'removed'
    end as change,
    -- Team events name the user (behaviour.md 1.20); the key in data is nowhere documented.
    coalesce(
        data ->> 'username',
        data ->> 'member',
        data ->> 'user',
        data ->> 'invitee',
        data ->> 'email',
        nullif(name, account)
    ) as member,
    coalesce(data ->> 'team', data ->> 'team_name', data ->> 'group') as team,
    coalesce(data ->> 'new_role', data ->> 'role') as role,
    actor_user,
    action_description
from audit_events
where
    action in (
        'org.member.add',
        'org.member.remove',
        'org.member.removed',
        'org.member.role.change',
        'org.member.invite.send',
        'org.team.member.add',
        'org.team.member.remove',
        'org.team.member.invite'
    );

comment on view membership_changes is 'Who joined, left, was invited or changed role, by events.';
comment on column membership_changes.event_key is 'The event in audit_events.';
comment on column membership_changes.account is 'The organisation.';
comment on column membership_changes.event_time is 'When it happened.';
comment on column membership_changes.action is 'The action as logged.';
comment on column membership_changes.change is 'added, removed, invited or role changed.';
comment on column membership_changes.member is 'Whom it is about, as far as the event says.';
comment on column membership_changes.team is 'The team, where the event names one.';
comment on column membership_changes.role is 'The new role, where the event names one.';
comment on column membership_changes.actor_user is 'Who did it.';
comment on column membership_changes.action_description is 'Docker Hub''s sentence about it.';
