create or replace view inconsistencies as
with newest as (
    select
        account,
        resource,
        max(checked_at) as checked_at
    from listings
    where resource in ('members', 'members_export') and state = 'whole'
    group by account, resource
),

-- Both witnesses must have been heard at about the same time.
heard as (
    select
        listed.account,
        listed.checked_at as listed_at,
        exported.checked_at as exported_at
    from newest as listed
    inner join newest as exported on listed.account = exported.account
    where
        listed.resource = 'members'
        and exported.resource = 'members_export'
        and abs(epoch(listed.checked_at - exported.checked_at)) <= 6 * 3600
),

listed as (
    select
        account,
        member,
        valid_from,
        unnest([lower(username), lower(email), lower(primary_email)]) as name
    from members
    where coalesce(role <> 'Invitee', true)
),

exported as (
    select
        account,
        member,
        valid_from,
        unnest([lower(username), lower(email)]) as name
    from members_export
    where coalesce(type <> 'Invitee', true)
),

-- One name in common is enough.
agreed as (
    select
        account,
        listed.member as listed,
        exported.member as exported
    from listed
    inner join exported using (account, name)
),

only_listed as (
    select distinct
        account,
        member,
        valid_from
    from listed
    anti join agreed on listed.account = agreed.account and listed.member = agreed.listed
),

only_exported as (
    select distinct
        account,
        member,
        valid_from
    from exported
    anti join agreed on exported.account = agreed.account and exported.member = agreed.exported
),

-- Repositories that the newest listing, whole or not, had not.
repositories_listed as (
    select
        account,
        max(checked_at) as checked_at
    from listings
    where resource = 'repositories'
    group by account
),

used as (
    select
        account,
        repository,
        max(last_event) filter (action <> 'repo.delete') as used_at,
        max(last_event) filter (action = 'repo.delete') as deleted_at
    from activity_days
    where repository is not null
    group by account, repository
)

select
    account,
    'members' as resource,
    member as thing,
    'The list of members has it, their CSV export has not.' as what,
    exported_at as seen_at
from only_listed
inner join heard using (account)
where valid_from <= exported_at
union all
select
    account,
    'members_export' as resource,
    member as thing,
    'The CSV export of members has it, their list has not.' as what,
    listed_at as seen_at
from only_exported
inner join heard using (account)
where valid_from <= listed_at
union all
select
    used.account,
    'repositories' as resource,
    used.repository as thing,
    'Events use it, the listing of repositories lacks it.' as what,
    looked.checked_at as seen_at
from used
inner join repositories_listed as looked on used.account = looked.account
left join repositories
    on used.account = repositories.account and used.repository = repositories.repository
where
    repositories.repository is null
    and used.used_at between looked.checked_at - interval 30 days and looked.checked_at
    and (used.deleted_at is null or used.deleted_at < used.used_at);

comment on view inconsistencies is
'Where two witnesses of one state disagree: members by list and export, repositories by use.';
comment on column inconsistencies.account is 'The organisation.';
comment on column inconsistencies.resource is 'Which listing has it, or lacks it.';
comment on column inconsistencies.thing is 'The member or repository.';
comment on column inconsistencies.what is 'What disagrees, in a sentence.';
comment on column inconsistencies.seen_at is 'When the listing that lacks it was last read.';
