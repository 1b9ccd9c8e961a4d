-- The parameters are called as no column is, or DuckDB would mix them up with the views' columns.
create or replace macro changes_without_event(of_resources, from_time) as table
    with people as (
        select
            account,
            event_time,
            action,
            unnest(list_distinct([
                lower(name),
                lower(data ->> 'username'),
                lower(data ->> 'member'),
                lower(data ->> 'user'),
                lower(data ->> 'invitee'),
                lower(data ->> 'email')
            ])) as person,
            lower(coalesce(data ->> 'team', data ->> 'team_name', data ->> 'group')) as team
        from admin_events
        where starts_with(action, 'org.member.') or starts_with(action, 'org.team.member.')
    ),

    -- What an event explains, in the words in which the changes below ask for it.
    answers as (
        select
            account,
            event_time,
            concat('repository ', repository, case action
                when 'repo.create' then ' appeared'
                when 'repo.delete' then ' gone'
                else ' changed'
            end) as words
        from admin_events
        where action in ('repo.create', 'repo.delete', 'repo.change_privacy')
        union all
        select
            account,
            event_time,
            unnest(case
                when
                    action in (
                        'org.member.add', 'org.member.invite.send', 'org.team.member.invite'
                    )
                    then [concat('member ', person, ' appeared')]
                when action in ('org.member.remove', 'org.member.removed')
                    then [concat('member ', person, ' gone')]
                when action = 'org.member.role.change'
                    then [concat('member ', person, ' changed')]
                when action = 'org.team.member.add'
                    then [concat('member ', person, ' appeared in ', team)]
                when action = 'org.team.member.remove'
                    then [concat('member ', person, ' gone in ', team)]
            end) as words
        from people
        union all
        -- The team of the owners gives and takes the role.
        select
            account,
            event_time,
            concat('member ', person, ' changed') as words
        from people
        where team = 'owners' and action in ('org.team.member.add', 'org.team.member.remove')
        union all
        select
            account,
            event_time,
            case action
                when 'org.team.update' then 'team changed'
                else
                    concat(
                        'team ',
                        lower(coalesce(data ->> 'team', data ->> 'team_name', data ->> 'name')),
                        if(action = 'org.team.create', ' appeared', ' gone')
                    )
            end as words
        from admin_events
        where
            starts_with(action, 'org.team.')
            and action in ('org.team.create', 'org.team.update', 'org.team.delete')
        union all
        select
            account,
            event_time,
            concat(
                'token ',
                unnest([
                    data ->> 'id', data ->> 'token_id', data ->> 'label', data ->> 'token_label'
                ]),
                if(action = 'org.access_token.create', ' appeared', ' gone')
            ) as words
        from admin_events
        where
            starts_with(action, 'org.access_token.')
            and action in ('org.access_token.create', 'org.access_token.delete')
        union all
        select
            account,
            event_time,
            'settings changed' as words
        from admin_events
        where action = 'org.settings.update'
    ),

    -- Numbered in an order, so that a change has one number wherever it is read.
    asked as (
        select
            changes.* exclude (names),
            coalesce(bounds.bound, interval 10 minutes) as bound,
            row_number() over (
                order by
                    changes.account,
                    changes.resource,
                    changes.scope,
                    changes.thing,
                    changes.seen_at,
                    changes.change,
                    changes.before,
                    changes.after
            ) as number,
            if(changes.resource = 'tags', key_of_tag(changes.account, scope, names[1]), null)
                as tag_key,
            case changes.resource
                when 'tags'
                    then
                        if(
                            changes.change = 'gone',
                            [concat('repository ', changes.account, '/', scope, ' gone')],
                            []
                        )
                when 'repositories' then [concat('repository ', thing, ' ', changes.change)]
                when 'members'
                    then
                        list_transform(
                            names,
                            lambda one: concat(
                                'member ',
                                one,
                                ' ',
                                if(changes.before = 'Invitee', 'appeared', changes.change)
                            )
                        )
                when 'team_members'
                    then
                        list_concat(
                            list_transform(
                                names,
                                lambda one: concat(
                                    'member ', one, ' ', changes.change, ' in ', lower(team)
                                )
                            ),
                            list_transform(
                                names, lambda one: concat('member ', one, ' ', changes.change)
                            ),
                            [concat('team ', lower(team), ' ', changes.change)]
                        )
                when 'teams'
                    then
                        if(
                            changes.change = 'changed',
                            ['team changed'],
                            [concat('team ', lower(thing), ' ', changes.change)]
                        )
                when 'org_access_tokens'
                    then
                        list_transform(
                            [names[1], thing],
                            lambda one: concat('token ', one, ' ', changes.change)
                        )
                else ['settings changed']
            end as questions
        from state_changes as changes
        left join lateness_bounds as bounds on changes.account = bounds.account
        where
            (of_resources is null or list_contains(of_resources, changes.resource))
            and (from_time is null or changes.seen_at >= from_time::timestamptz)
            and case changes.resource
                -- No event tells that an invitation ended.
                when 'members'
                    then changes.change <> 'gone' or changes.before is distinct from 'Invitee'
                when 'tags' then changes.change = 'gone' or changes.after is not null
                when 'org_settings' then changes.change = 'changed'
                else true
            end
    ),

    spelt as (
        select
            number,
            account,
            not_before - bound as earliest,
            seen_at + bound as latest,
            unnest(questions) as words
        from asked
    ),

    explained as (
        select spelt.number
        from spelt
        inner join answers
            on
                spelt.account = answers.account
                and spelt.words = answers.words
                and spelt.latest >= answers.event_time
                and spelt.earliest <= answers.event_time
        union all
        -- Of tags there are too many events to put them into words.
        select asked.number
        from asked
        inner join audit_events as told on asked.tag_key = told.tag_key
        where
            starts_with(told.action, 'repo.tag.')
            and told.event_time >= asked.not_before - asked.bound
            and told.event_time <= asked.seen_at + asked.bound
            and if(
                asked.change = 'gone', told.action = 'repo.tag.delete', told.digest = asked.after
            )
    )

    select
        asked.account,
        asked.seen_at,
        asked.resource,
        if(asked.team is null, asked.thing, concat(asked.thing, ' in ', asked.team)) as thing,
        asked.change,
        asked.before,
        asked.after,
        asked.not_before
    from asked
    inner join coverage_spans as spans
        on
            asked.account = spans.account
            and asked.not_before >= spans.from_time
            and asked.seen_at + asked.bound <= spans.to_time
    where asked.number not in (select explained.number from explained);
comment on macro table changes_without_event is -- noqa: PRS
'Changes of the state that no event explains, judged where all events that could are collected; of
the resources in the list, or of all where it is null; from a time on, or ever where that is null.';
