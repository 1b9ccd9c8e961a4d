-- The parameter is called as no column is, or DuckDB would mix it up with the views' columns.
create or replace macro members_at(at_time) as table
    with looks as (
        select
            account,
            max(read_at) filter (read_at <= at_time::timestamptz) as before_at,
            min(read_at) as first_at
        from listings
        where resource = 'members' and state = 'whole'
        group by account
    ),

    -- Without any listing, events are counted from nobody on.
    bases as (
        select
            events.account,
            coalesce(looks.before_at, looks.first_at, '-infinity') as base_at
        from (select distinct account from coverage) as events
        left join looks on events.account = looks.account
    ),

    listed as (
        select
            members.account,
            lower(members.member) as name,
            any_value(members.member) as member,
            any_value(members.username) as username,
            any_value(members.email) as email,
            any_value(members.role) as role,
            any_value(members.teams) as teams
        from members_history as members
        inner join bases on members.account = bases.account
        where
            members.valid_from <= bases.base_at
            and coalesce(members.valid_to > bases.base_at, true)
            and coalesce(members.role <> 'Invitee', true)
        group by members.account, lower(members.member)
    ),

    -- What happened between the listing and the time asked for; what is later is undone.
    between_them as (
        select
            changes.account,
            lower(changes.member) as name,
            changes.member,
            changes.team,
            changes.change,
            changes.role,
            changes.role_before,
            bases.base_at > at_time::timestamptz as undone,
            changes.event_time
        from membership_changes as changes
        inner join bases on changes.account = bases.account
        where
            changes.event_time > least(bases.base_at, at_time::timestamptz)
            and changes.event_time <= greatest(bases.base_at, at_time::timestamptz)
            and changes.change in ('added', 'joined', 'removed', 'role changed')
            and changes.source <> 'listing'
    ),

    nearest as (
        select
            account,
            name,
            coalesce(team, '') as team,
            any_value(member) as member,
            undone,
            case
                when undone
                    then arg_min(change, event_time) filter (change <> 'role changed')
                else arg_max(change, event_time) filter (change <> 'role changed')
            end as change,
            if(
                undone, arg_min(role_before, event_time), arg_max(role, event_time)
            ) as role
        from between_them
        group by account, name, team, undone
    ),

    settled as (
        select
            account,
            name,
            team,
            member,
            role,
            coalesce((change = 'removed') = undone, false) as came,
            coalesce((change = 'removed') <> undone, false) as went
        from nearest
    ),

    in_organisation as (
        select *
        from settled
        where team = ''
    ),

    people as (
        select
            coalesce(listed.account, settled.account) as account,
            coalesce(listed.name, settled.name) as name,
            coalesce(listed.member, settled.member) as member,
            coalesce(listed.username, settled.member) as username,
            listed.email,
            coalesce(settled.role, listed.role) as role,
            listed.teams,
            settled.name is not null as by_events
        from listed
        full join in_organisation as settled
            on listed.account = settled.account and listed.name = settled.name
        where not coalesce(settled.went, false) and (listed.name is not null or settled.came)
    ),

    in_teams as (
        select
            account,
            name,
            list(team order by team) filter (came) as came,
            list(team) filter (went) as went
        from settled
        where team <> ''
        group by account, name
    ),

    told_before as (
        select
            account,
            lower(member) as name,
            max(event_time) filter (change in ('added', 'joined')) as since,
            arg_max(role, event_time) as role
        from membership_changes
        where
            change in ('added', 'joined', 'role changed')
            and team is null
            and event_time <= at_time::timestamptz
        group by account, lower(member)
    )

    select
        people.account,
        people.member,
        people.username,
        people.email,
        upper(coalesce(people.role, told_before.role)[1])
        || coalesce(people.role, told_before.role)[2:] as role,
        list_sort(list_distinct(list_concat(
            list_filter(
                coalesce(people.teams, []),
                lambda one: not coalesce(list_contains(in_teams.went, one), false)
            ),
            coalesce(in_teams.came, [])
        ))) as teams,
        told_before.since,
        if(
            people.by_events or bases.base_at > at_time::timestamptz or in_teams.name is not null,
            'events',
            'listed'
        ) as source
    from people
    inner join bases on people.account = bases.account
    left join in_teams on people.account = in_teams.account and people.name = in_teams.name
    left join told_before on people.account = told_before.account and people.name = told_before.name
    order by people.account, people.member;

comment on macro table members_at is -- noqa: PRS
'Who was in the organisation at that time, with role and teams; who is only invited is not.
The last whole listing before then, and the events since (source says which it took). Before the
first listing it is worked backwards from that by events, and without any listing forwards from
nobody: then it is as true as the log is whole, roles that no event names are those of the listing,
and who left before the first listing without an event is missing.';
