-- The newest pushes of the period, and what each changed.
with newest as materialized (
    select
        event_time,
        occurrence,
        repository,
        tag,
        tag_key,
        digest,
        actor_user,
        token_label
    from audit_events
    where
        account = $account
        and event_time >= $since::timestamptz
        and event_time < $until::timestamptz
        and action = 'repo.tag.push'
    order by event_time desc, occurrence desc
    limit $most
),

-- Of each of their tags, the push before the first of them: found without reading its details.
earlier as (
    select max_by(events.rowid, events.event_time) as place
    from events
    inner join (
        select
            tag_key,
            min(event_time) as first_time
        from newest
        group by tag_key
    ) as tags on events.tag_key = tags.tag_key
    where
        events.action = 'repo.tag.push'
        and events.event_time < least(tags.first_time, $until::timestamptz)
    group by tags.tag_key
),

compared as (
    select
        *,
        lag(digest) over (partition by repository, tag order by event_time, occurrence)
            as digest_before
    from (
        select *
        from newest
        union all by name
        select
            if(contains(name, '/'), name, account || '/' || name) as repository,
            tag,
            data ->> 'digest' as digest,
            event_time,
            occurrence,
            true as before_them
        from events
        where rowid in (select place from earlier)
    )
)

select
    event_time,
    [case
        when digest_before is null then 'new'
        when digest_before = digest then 'same'
        else 'moved'
    end] as effect,
    if(starts_with(repository, $account || '/'), repository[len($account) + 2:], repository)
        as repository,
    tag,
    left(digest, 19) as digest,
    left(digest_before, 19) as digest_before,
    actor_user,
    token_label
from compared
where before_them is null
order by event_time desc, occurrence desc;
