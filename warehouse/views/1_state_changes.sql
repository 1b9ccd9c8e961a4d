create or replace view state_changes as
with teams as (
    select
        account,
        key as scope,
        arg_max(body ->> 'name', valid_from) as team
    from state_versions
    where kind = 'teams'
    group by account, key
),

said as (
    select
        kind as resource,
        account,
        scope,
        key,
        case kind
            when 'tags' then body ->> 'digest'
            when 'repositories'
                then if(try_cast(body ->> 'is_private' as boolean), 'private', 'public')
            when 'members' then body ->> 'role'
            when 'teams' then body ->> 'name'
            when 'org_settings' then body::varchar
        end as value_said,
        case kind
            when 'tags' then account || '/' || scope || ':' || key
            when 'repositories' then account || '/' || key
            when 'teams' then body ->> 'name'
            when 'org_access_tokens' then body ->> 'label'
            when 'org_settings' then account
            else coalesce(nullif(body ->> 'username', ''), body ->> 'email')
        end as thing,
        if(
            kind in ('members', 'team_members'),
            [
                lower(nullif(body ->> 'username', '')),
                lower(body ->> 'email'),
                lower(body ->> 'primary_email')
            ],
            [key]
        ) as names,
        valid_from,
        valid_to,
        last_listed_at
    from state_versions
    where
        kind in (
            'tags',
            'repositories',
            'members',
            'teams',
            'team_members',
            'org_access_tokens',
            'org_settings'
        )
),

valued as (
    select
        *,
        -- What an entry leaves out is taken to be as it was.
        last_value(value_said ignore nulls) over (
            partition by resource, account, scope, key order by valid_from
        ) as held
    from said
),

neighbours as (
    select
        *,
        lag(held) over beside as held_before,
        lag(valid_to) over beside as before_until,
        lag(last_listed_at) over beside as before_seen_at,
        lead(valid_from) over beside as next_from
    from valued
    window beside as (partition by resource, account, scope, key order by valid_from)
),

-- What looked at everything there was to see.
looks as (
    select *
    from listings
    where state in ('whole', 'newest')
),

known as (
    select
        neighbours.*,
        looks.checked_at as looked_at
    from neighbours
    asof left join looks
        on
            neighbours.account = looks.account
            and neighbours.resource = looks.resource
            and neighbours.scope = looks.scope
            and neighbours.valid_from > looks.read_at
),

sides as (
    select
        *,
        unnest([if(valid_from = before_until, 'changed', 'appeared'), 'gone']) as change
    from known
)

select
    sides.account,
    sides.resource,
    sides.scope,
    teams.team,
    sides.thing,
    list_distinct(sides.names) as names,
    change,
    case change when 'changed' then held_before when 'gone' then held end as before,
    if(change = 'gone', null, held) as after,
    case change
        when 'appeared' then least(looked_at, valid_from)
        when 'changed' then before_seen_at
        else last_listed_at
    end as not_before,
    if(change = 'gone', valid_to, valid_from) as seen_at
from sides
left join teams
    on
        sides.resource = 'team_members'
        and sides.account = teams.account
        and sides.scope = teams.scope
where
    case change
        when 'appeared' then looked_at is not null
        when 'changed' then held_before <> held
        else valid_to is not null and valid_to is distinct from next_from
    end;

comment on view state_changes is
'What changed from one listing to the next; a first listing of something changes nothing.';
comment on column state_changes.account is 'The organisation.';
comment on column state_changes.resource is
'tags, repositories, members, teams, team_members, org_access_tokens or org_settings.';
comment on column state_changes.scope is
'The repository of a tag, the key of a team whose member it is; else empty.';
comment on column state_changes.team is 'The team, of somebody in it, by its newest name.';
comment on column state_changes.thing is 'What changed, by its name.';
comment on column state_changes.names is
'What events may call it: the names of a person in lower case, else its key.';
comment on column state_changes.change is 'appeared, changed or gone.';
comment on column state_changes.before is
'Digest, role, privacy, name or settings before the change.';
comment on column state_changes.after is 'The same after it.';
comment on column state_changes.not_before is 'The last time at which it had been seen otherwise.';
comment on column state_changes.seen_at is 'The listing that shows the change.';
