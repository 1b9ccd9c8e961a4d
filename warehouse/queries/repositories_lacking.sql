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

-- The counts by day do not tell api from acme/api.
named_in_full as (
    select distinct name[len($account) + 2:] as name
    from events
    where
        account = $account
        and starts_with(action, 'repo.')
        and starts_with(lower(name), $account || '/')
),

known as (
    select key as name
    from state_versions
    where account = $account and kind = 'repositories' and valid_to is null
)

select coalesce(known.name, spoken_of.name) as name
from known
full outer join spoken_of on known.name = spoken_of.name
where
    (known.name is not null or spoken_of.name in (select named_in_full.name from named_in_full))
    and not list_contains($listed::varchar[], coalesce(known.name, spoken_of.name))
    and (spoken_of.deleted_at is null or spoken_of.used_at > spoken_of.deleted_at)
order by spoken_of.used_at desc nulls last, name;
