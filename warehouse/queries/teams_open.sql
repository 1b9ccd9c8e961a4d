-- The teams there are, with name and key; first those that the newest events speak of.
with spoken_of as (
    select
        team,
        max(event_time) as last_spoken_of
    from membership_changes
    where account = $account
    group by team
)

select
    state_versions.body ->> 'name' as name,
    state_versions.key
from state_versions
left join spoken_of on spoken_of.team = (state_versions.body ->> 'name')
where
    state_versions.account = $account
    and state_versions.kind = 'teams'
    and state_versions.valid_to is null
order by spoken_of.last_spoken_of desc nulls last, name;
