-- Repositories that a listing lacks although nothing says that they are gone: those known so far,
-- and those that events speak of. The newest first.
with spoken_of as (
    select
        split_part(repository, '/', 2) as name,
        max(last_event) filter (action <> 'repo.delete') as used_at,
        max(last_event) filter (action = 'repo.delete') as deleted_at
    from activity_days
    where account = $account and starts_with(action, 'repo.')
    group by all
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
    not list_contains($listed::varchar[], coalesce(known.name, spoken_of.name))
    and (spoken_of.deleted_at is null or spoken_of.used_at > spoken_of.deleted_at)
order by spoken_of.used_at desc nulls last, name;
