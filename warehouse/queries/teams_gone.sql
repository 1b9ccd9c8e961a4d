-- Teams whose members are still kept, though no team of that key is there any more.
with holding as (
    select distinct scope
    from state_versions
    where account = $account and kind = 'team_members' and valid_to is null
),

there as (
    select key
    from state_versions
    where account = $account and kind = 'teams' and valid_to is null
)

select scope
from holding
where scope not in (select key from there)
order by scope;
