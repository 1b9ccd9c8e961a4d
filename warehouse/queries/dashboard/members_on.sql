-- Who was in the organisation at a moment, with role and teams, the mightiest first.
with listed as (
    select
        lower(member) as name,
        bool_or(is_guest) as is_guest,
        any_value(full_name) as full_name,
        max(last_seen_at) as last_seen_at
    from members_history
    where
        account = $account
        and valid_from <= $moment::timestamptz
        and coalesce(valid_to > $moment::timestamptz, true)
    group by all
)

select
    people.member,
    list_concat(
        if(people.role is null, [], [people.role]), if(listed.is_guest, ['Guest'], [])
    ) as role,
    people.teams,
    people.since,
    people.source,
    listed.full_name,
    people.email,
    listed.last_seen_at
from members_at($moment) as people
left join listed on lower(people.member) = listed.name
where people.account = $account
order by
    list_position(['Owner', 'Editor', 'Member'], people.role) nulls last,
    people.member;
