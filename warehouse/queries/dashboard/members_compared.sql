-- Who came, left, or has another role or other teams than at an earlier moment.
with earlier as (
    select
        member,
        role,
        teams
    from members_at($earlier)
    where account = $account
),

later as (
    select
        member,
        role,
        teams
    from members_at($moment)
    where account = $account
)

select
    [case
        when earlier.member is null then 'came'
        when later.member is null then 'left'
        when earlier.role is distinct from later.role then 'other role'
        else 'other teams'
    end] as change,
    coalesce(later.member, earlier.member) as member,
    if(
        earlier.member is null,
        null,
        concat_ws(': ', earlier.role, nullif(array_to_string(earlier.teams, ', '), ''))
    ) as before,
    if(
        later.member is null,
        null,
        concat_ws(': ', later.role, nullif(array_to_string(later.teams, ', '), ''))
    ) as after
from earlier
full join later on lower(earlier.member) = lower(later.member)
where
    earlier.member is null
    or later.member is null
    or earlier.role is distinct from later.role
    or earlier.teams is distinct from later.teams
order by
    list_position(['came', 'left', 'other role', 'other teams'], change[1]),
    member;
