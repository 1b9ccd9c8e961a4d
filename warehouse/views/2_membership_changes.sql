create or replace view membership_changes as
with told as (
    select
        event_key,
        account,
        event_time,
        action,
        case
            when ends_with(action, '.invite.send') or ends_with(action, '.invite') then 'invited'
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
        data ->> 'email' as email,
        coalesce(data ->> 'team', data ->> 'team_name', data ->> 'group') as team,
        coalesce(data ->> 'new_role', data ->> 'role') as role,
        data ->> 'old_role' as role_before,
        actor_user,
        action_description
    from admin_events
    where
        -- A list alone is no filter that DuckDB applies while it reads.
        starts_with(action, 'org.')
        and action in (
            'org.member.add',
            'org.member.remove',
            'org.member.removed',
            'org.member.role.change',
            'org.member.invite.send',
            'org.team.member.add',
            'org.team.member.remove',
            'org.team.member.invite'
        )
),

-- What listings may call the same change: an invitation's team is no change of that team yet.
called as (
    select
        event_key,
        account,
        event_time,
        if(starts_with(action, 'org.team.') and change <> 'invited', team, null) as in_team,
        change,
        unnest(list_distinct([lower(member), lower(email)])) as called
    from told
),

-- Materialized: its numbers name the changes below.
listed as materialized (
    select
        *,
        row_number() over () as number
    from state_changes
    where resource in ('members', 'team_members')
),

-- An e-mail address that becomes an account: one person, not one gone and one come.
accepted as (
    select
        come.number as come,
        gone.number as gone,
        gone.not_before
    from listed as come
    inner join listed as gone
        on
            come.account = gone.account
            and come.seen_at = gone.seen_at
            and come.change = 'appeared'
            and gone.change = 'gone'
            and gone.before = 'Invitee'
            and list_has_any(come.names, gone.names)
    where come.resource = 'members' and gone.resource = 'members'
),

shown as (
    select
        listed.account,
        listed.number,
        listed.seen_at,
        listed.not_before,
        listed.thing,
        listed.names,
        listed.team,
        if(listed.resource = 'members', listed.after, null) as role,
        if(listed.resource = 'members', listed.before, null) as role_before,
        case
            when accepted.come is not null then 'joined'
            when listed.change = 'changed' and listed.before = 'Invitee' then 'joined'
            when listed.change = 'changed' then 'role changed'
            when listed.change = 'appeared' and listed.after = 'Invitee' then 'invited'
            when listed.change = 'appeared' then 'added'
            when listed.before = 'Invitee' then 'invitation ended'
            else 'removed'
        end as change
    from listed
    left join accepted on listed.number = accepted.come
    where listed.number not in (select taken.gone from accepted as taken)
),

sought as (
    select
        *,
        if(change = 'joined', 'added', change) as change_told,
        unnest(names) as called
    from shown
),

met as (
    select
        sought.number,
        arg_max(called.event_key, called.event_time) as event_key
    from sought
    inner join called
        on
            sought.account = called.account
            and sought.called = called.called
            and sought.change_told = called.change
            and sought.team is not distinct from called.in_team
    left join lateness_bounds as bounds on sought.account = bounds.account
    where
        called.event_time >= sought.not_before - coalesce(bounds.bound, interval 10 minutes)
        and called.event_time <= sought.seen_at + coalesce(bounds.bound, interval 10 minutes)
    group by sought.number
),

-- An event may be what two listings show, where somebody came and went between them.
confirmed as (
    select
        met.event_key,
        arg_min(shown, shown.number) as shown
    from met
    inner join shown on met.number = shown.number
    group by met.event_key
)

select
    told.event_key,
    told.account,
    told.event_time,
    told.action,
    if(confirmed.shown.change = 'joined', 'joined', told.change) as change,
    told.member,
    told.team,
    coalesce(told.role, confirmed.shown.role) as role,
    coalesce(told.role_before, confirmed.shown.role_before) as role_before,
    told.actor_user,
    told.action_description,
    if(confirmed.event_key is null, 'event', 'both') as source,
    told.event_time as not_before
from told
left join confirmed on told.event_key = confirmed.event_key
union all
select
    null as event_key,
    account,
    seen_at as event_time,
    null as action,
    change,
    thing as member,
    team,
    role,
    role_before,
    null as actor_user,
    null as action_description,
    'listing' as source,
    not_before
from shown
where number not in (select met.number from met);

comment on view membership_changes is
'Who joined, left, was invited or changed role or team, by events and listings together.';
comment on column membership_changes.event_key is
'The event in audit_events; null where only a listing shows the change.';
comment on column membership_changes.account is 'The organisation.';
comment on column membership_changes.event_time is
'When it happened; where only a listing shows it, when that began.';
comment on column membership_changes.action is 'The action as logged, where it was logged.';
comment on column membership_changes.change is
'added, removed, invited, role changed; by listings also joined and invitation ended.';
comment on column membership_changes.member is 'Whom it is about, as far as anything says.';
comment on column membership_changes.team is 'The team, where it is about one.';
comment on column membership_changes.role is 'The role since, where anything says.';
comment on column membership_changes.role_before is 'The role until then, where anything says.';
comment on column membership_changes.actor_user is 'Who did it, where it was logged.';
comment on column membership_changes.action_description is 'Docker Hub''s sentence about it.';
comment on column membership_changes.source is
'event, listing (no event explains it), or both.';
comment on column membership_changes.not_before is
'It happened after this: where only listings show it, the one before; else event_time.';
