-- Repositories that a listing lacks although nothing says that they are gone: those known so far,
-- and those that events call account/name. The newest first.
with spoken_of as (
    select
        repository[len($account) + 2:] as name,
        max(last_event) filter (action <> 'repo.delete') as used_at,
        max(last_event) filter (action = 'repo.delete') as deleted_at
    from activity_days
    where
        account = $account
        and starts_with(action, 'repo.')
        and starts_with(lower(repository), $account || '/')
    group by all
),

known as (
    select key as name
    from state_versions
    where account = $account and kind = 'repositories' and valid_to is null
),

lacking as (
    select
        coalesce(known.name, spoken_of.name) as name,
        known.name is not null as known_so_far,
        spoken_of.used_at
    from known
    full outer join spoken_of on known.name = spoken_of.name
    where
        not list_contains($listed::varchar[], coalesce(known.name, spoken_of.name))
        and (spoken_of.deleted_at is null or spoken_of.used_at > spoken_of.deleted_at)
),

-- The counts by day do not tell api from acme/api. Mostly nothing is lacking, and no event is read.
named_in_full as (
    select distinct lacking.name
    from lacking
    inner join events on concat($account, '/', lower(lacking.name)) = lower(events.name)
    where
        not lacking.known_so_far
        and events.account = $account
        and starts_with(events.action, 'repo.')
)

select name
from lacking
where known_so_far or name in (select named_in_full.name from named_in_full)
order by used_at desc nulls last, name;
