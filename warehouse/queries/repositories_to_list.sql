-- The repositories whose tags to list: name, whether it is known to be gone, whether it is
-- enough to look at its newest tags, and whether only events name it. First those that events tell
-- of, then the longest unseen. An event names a repository of ours only as account/name.
with spoken_of as (
    select
        name[len($account) + 2:] as name,
        max(event_time) filter (action <> 'repo.delete') as used_at,
        max(event_time) filter (action = 'repo.delete') as deleted_at,
        max(first_seen_at) as heard_at
    from audit_events
    where
        account = $account
        and starts_with(action, 'repo.')
        and starts_with(lower(name), $account || '/')
    group by all
),

listing as (
    select max(whole_at) as whole_at
    from listings
    where account = $account and resource = 'repositories'
),

known as (
    select key as name
    from state_versions
    where account = $account and kind = 'repositories' and valid_to is null
),

seen as (
    select
        scope as name,
        max(whole_at) as whole_at,
        max(checked_at) as checked_at
    from listings
    where account = $account and resource = 'tags'
    group by scope
),

holding as (
    select distinct scope as name
    from state_versions
    where account = $account and kind = 'tags' and valid_to is null
),

certain as (
    select name
    from known
    union
    select name
    from holding
    union
    select unnest($watched::varchar[]) as name
),

named as (
    select name
    from certain
    union
    -- What a whole listing does not know was deleted, unless it was used since.
    select spoken_of.name
    from spoken_of, listing
    where
        coalesce(spoken_of.used_at > spoken_of.deleted_at, true)
        and coalesce(spoken_of.used_at > listing.whole_at, true)
)

select
    named.name,
    coalesce(spoken_of.deleted_at > spoken_of.used_at, false)
    or (listing.whole_at is not null and known.name is null) as gone,
    coalesce(seen.whole_at > now() - interval 1 day, false) as newest_will_do,
    named.name not in (select certain.name from certain) as only_in_events
from named
cross join listing
left join spoken_of on named.name = spoken_of.name
left join known on named.name = known.name
left join seen on named.name = seen.name
order by
    coalesce(spoken_of.heard_at > seen.checked_at, true) desc,
    seen.checked_at nulls first,
    named.name;
