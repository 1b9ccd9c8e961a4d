-- The parameters are called as no column is, or DuckDB would mix them up with the views' columns.
create or replace macro events_without_state(of_resources, from_time) as table
    with looks as (
        select
            account,
            resource,
            scope,
            read_at,
            checked_at
        from listings
        where state in ('whole', 'newest')
    ),

    bounds as (
        select
            account,
            bound
        from lateness_bounds
    ),

    teams as (
        select
            account,
            team_id,
            lower(team) as team,
            min(valid_from) as since,
            max(coalesce(valid_to, 'infinity')) as until
        from teams_history
        group by account, team_id, lower(team)
    ),

    told as (
        select *
        from membership_changes
        where event_key is not null
    ),

    -- What events say was there or gone since; tags are the business of tag_moves.
    claims as (
        select
            event_key,
            account,
            'members' as resource,
            '' as scope,
            member as thing,
            lower(member) as name,
            change <> 'removed' as there,
            event_time
        from told
        where
            starts_with(action, 'org.member.')
            and change in ('added', 'joined', 'removed')
        union all
        select
            event_key,
            told.account,
            'team_members' as resource,
            teams.team_id as scope,
            concat(member, ' in ', told.team) as thing,
            lower(member) as name,
            change = 'added' as there,
            event_time
        from told
        inner join teams on told.account = teams.account and lower(told.team) = teams.team
        where
            starts_with(action, 'org.team.member.')
            and change in ('added', 'removed')
            and event_time < teams.until
        union all
        select
            event_key,
            account,
            'repositories' as resource,
            '' as scope,
            repository as thing,
            repository[len(account) + 2:] as name,
            action = 'repo.create' as there,
            event_time
        from admin_events
        where
            action in ('repo.create', 'repo.delete')
            and starts_with(lower(repository), account || '/')
        union all
        select
            event_key,
            account,
            'org_access_tokens' as resource,
            '' as scope,
            token_label as thing,
            token_id as name,
            activity = 'create' as there,
            event_time
        from token_changes
        where activity in ('create', 'delete') and token_id is not null
    ),

    followed as (
        select
            *,
            lead(event_time) over (
                partition by account, resource, scope, name order by event_time
            ) as next_at
        from claims
        where name is not null
    ),

    due as (
        select
            followed.*,
            followed.event_time + bounds.bound as due_at,
            bounds.bound
        from followed
        inner join bounds on followed.account = bounds.account
    ),

    -- The first look after it that must show it, unless something came in between. Of the looks
    -- that found nothing moved the last is known.
    looked as (
        select
            due.*,
            if(looks.read_at >= due.due_at, looks.read_at, looks.checked_at) as seen_at
        from due
        asof inner join looks
            on
                due.account = looks.account
                and due.resource = looks.resource
                and due.scope = looks.scope
                and due.due_at <= looks.checked_at
        where due.next_at is null or seen_at + due.bound <= due.next_at
    ),

    names_listed as (
        select
            account,
            kind as resource,
            scope,
            unnest(if(
                kind in ('members', 'team_members'),
                list_distinct([
                    lower(body ->> 'username'),
                    lower(body ->> 'email'),
                    lower(body ->> 'primary_email')
                ]),
                [key]
            )) as name,
            valid_from,
            valid_to
        from state_versions
        where
            kind in ('members', 'team_members', 'repositories', 'org_access_tokens')
            and coalesce(body ->> 'role' <> 'Invitee', true)
    ),

    shown as (
        select distinct looked.event_key
        from looked
        inner join names_listed as listed
            on
                looked.account = listed.account
                and looked.resource = listed.resource
                and looked.scope = listed.scope
                and looked.name = listed.name
        where
            listed.valid_from <= looked.seen_at
            and coalesce(listed.valid_to > looked.seen_at, true)
    ),

    -- Who leaves the organisation leaves its teams, and a team that goes takes its members along.
    let_go as (
        select looked.event_key
        from looked
        inner join claims
            on
                looked.account = claims.account
                and looked.name = claims.name
        where
            looked.resource = 'team_members'
            and claims.resource = 'members'
            and not claims.there
            and claims.event_time between looked.event_time and looked.seen_at
        union
        select looked.event_key
        from looked
        inner join teams on looked.account = teams.account and looked.scope = teams.team_id
        where looked.resource = 'team_members' and teams.until <= looked.seen_at
    ),

    tags_not_shown as (
        select
            moves.event_key,
            moves.account,
            moves.repository,
            moves.tag,
            moves.digest,
            moves.moved_at,
            -- Whole microseconds: DuckDB looks every interval up in a calendar.
            epoch_us(moves.moved_at) + epoch_us(bounds.bound) as at_us,
            epoch_us(moves.live_until) - epoch_us(bounds.bound) as until_us
        from tag_moves_of(null, null, null, from_time) as moves
        inner join bounds on moves.account = bounds.account
        where moves.source = 'push'
    ),

    tag_looks as (
        select
            account,
            concat(account, '/', scope) as repository,
            epoch_us(read_at) as read_us,
            epoch_us(checked_at) as checked_us,
            checked_us as at_us
        from looks
        where resource = 'tags'
    ),

    -- No join in time: DuckDB takes these for few and compares each with each.
    tags_and_looks as (
        select
            *,
            -- The least is the next: to look for it row by row takes the square of the time.
            min(read_us) over following as next_read_us,
            min(checked_us) over following as next_checked_us,
            if(next_read_us >= at_us, next_read_us, next_checked_us) as seen_us
        from (
            select *
            from tags_not_shown
            union all by name
            select *
            from tag_looks
        )
        window following as (
            partition by account, repository
            order by at_us
            rows between current row and unbounded following
        )
    )

    select
        account,
        seen_at,
        resource,
        thing,
        if(there, 'added', 'removed') as change,
        event_time,
        event_key
    from looked
    where
        (of_resources is null or list_contains(of_resources, resource))
        and (from_time is null or event_time >= from_time::timestamptz)
        and there <> (event_key in (select shown.event_key from shown))
        and event_key not in (select let_go.event_key from let_go)
    union all
    select
        account,
        make_timestamptz(seen_us) as seen_at,
        'tags' as resource,
        concat(repository, ':', tag) as thing,
        'pushed' as change,
        moved_at as event_time,
        event_key
    from tags_and_looks
    where
        (of_resources is null or list_contains(of_resources, 'tags'))
        and event_key is not null
        and seen_us is not null
        and coalesce(seen_us <= until_us, true);
comment on macro table events_without_state is -- noqa: PRS
'Events whose outcome no later listing shows, though nothing since took it away again; of the
resources in the list, or of all where it is null; from a time on, or ever where that is null.';
