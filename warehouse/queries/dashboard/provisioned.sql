-- Where the identity provider and the organisation name different people, as last listed.
with provided as (
    select
        user_name,
        display_name,
        email,
        active,
        last_modified_at,
        list_distinct([lower(user_name), lower(email)]) as names
    from scim_users
    where account = $account
),

belonging as (
    select
        member,
        role,
        list_distinct([lower(username), lower(email), lower(primary_email)]) as names
    from members
    where account = $account and coalesce(role <> 'Invitee', true)
),

named as (
    select
        provided.user_name,
        belonging.member
    from (
        select
            user_name,
            unnest(names) as name
        from provided
    ) as provided
    inner join (
        select
            member,
            unnest(names) as name
        from belonging
    ) as belonging using (name)
)

select
    ['provisioned, no member'] as finding,
    coalesce(provided.display_name, provided.user_name) as name,
    provided.email,
    null as role,
    provided.last_modified_at
from provided
where provided.active and provided.user_name not in (select named.user_name from named)
union all by name
select
    ['switched off, still a member'] as finding,
    any_value(named.member) as name,
    any_value(provided.email) as email,
    any_value(belonging.role) as role,
    any_value(provided.last_modified_at) as last_modified_at
from provided
inner join named using (user_name)
inner join belonging using (member)
where not provided.active
group by provided.user_name
union all by name
select
    ['member, not provisioned'] as finding,
    member as name,
    null as email,
    role,
    null as last_modified_at
from belonging
where member not in (select named.member from named)
order by finding desc, name
limit $most;
