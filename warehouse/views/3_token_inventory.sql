create or replace view token_inventory as
with resources as (
    select
        account,
        token_id,
        list(path || ': ' || array_to_string(scopes, ' ') order by path) as scopes
    from org_access_token_resources
    group by account, token_id
),

-- Each token as it was listed last.
organisation as (
    select
        account,
        token_id,
        arg_max(label, valid_from) as label,
        arg_max(created_by, valid_from) as owner,
        arg_max(is_active, valid_from) as is_active,
        min(created_at) as created_at,
        arg_max(expires_at, valid_from) as expires_at,
        max(last_used_at) as last_used_at,
        nullif(max(coalesce(valid_to, 'infinity')), 'infinity') as gone_at,
        'organisation' as kind
    from org_access_tokens_history
    group by account, token_id
),

personal as (
    select
        account,
        token_id,
        arg_max(label, valid_from) as label,
        arg_max(owner, valid_from) as owner,
        arg_max(is_active, valid_from) as is_active,
        min(created_at) as created_at,
        arg_max(expires_at, valid_from) as expires_at,
        max(last_used) as last_used_at,
        nullif(max(coalesce(valid_to, 'infinity')), 'infinity') as gone_at,
        'personal' as kind,
        arg_max(scopes, valid_from) as scopes
    from personal_access_tokens_history
    group by account, token_id
),

listed as (
    select
        organisation.*,
        resources.scopes
    from organisation
    left join resources using (account, token_id)
    union all by name
    select *
    from personal
),

-- What was done, of all days together.
done as materialized (
    select
        * exclude (day, events, first_event, last_event),
        sum(events) as events,
        min(first_event) as first_event,
        max(last_event) as last_event
    from token_days
    group by all
),

named as (
    select
        account,
        token_id,
        actor_user as owner,
        token_label as label
    from done
    where activity = 'used' and token_id is not null
    union
    select
        account,
        token_id,
        owner,
        label
    from personal
),

-- Where a user has had one token of a label only, the label names it.
by_label as (
    select
        account,
        owner,
        label,
        any_value(token_id) as token_id
    from named
    group by account, owner, label
    having count(distinct token_id) = 1
),

told as (
    select
        activity.account,
        coalesce(activity.token_id, by_label.token_id) as token_id,
        if(coalesce(activity.token_id, by_label.token_id) is null, activity.actor_user, null)
            as user_of_label,
        activity.token_label,
        activity.actor_user,
        activity.activity,
        activity.action,
        activity.events,
        activity.first_event,
        activity.last_event,
        activity.repository
    from done as activity
    left join by_label
        on
            activity.account = by_label.account
            and activity.actor_user = by_label.owner
            and if(activity.token_id is null, activity.token_label, null) = by_label.label
),

seen as (
    select
        account,
        token_id,
        arg_max(token_label, last_event) as label,
        coalesce(
            arg_max(actor_user, last_event) filter (activity = 'create'),
            arg_max(actor_user, last_event) filter (activity = 'used')
        ) as owner,
        bool_or(activity <> 'used' or actor_user = account) as of_organisation,
        min(first_event) filter (activity = 'create') as created_at,
        max(last_event) filter (activity = 'delete') as gone_at,
        max(last_event) filter (activity = 'used') as last_used_at,
        min(first_event) filter (action = 'repo.tag.push') as first_push_at,
        max(last_event) filter (action = 'repo.tag.push') as last_push_at,
        coalesce(sum(events) filter (action = 'repo.tag.push'), 0)::bigint as pushes,
        list_sort(list(distinct repository) filter (repository is not null)) as repositories
    from told
    group by account, token_id, user_of_label, if(token_id is null, token_label, null)
),

joined as (
    select
        coalesce(listed.account, seen.account) as account,
        coalesce(listed.kind, if(seen.of_organisation, 'organisation', 'inferred')) as kind,
        coalesce(listed.token_id, seen.token_id) as token_id,
        coalesce(listed.label, seen.label) as label,
        coalesce(listed.owner, seen.owner) as owner,
        if(coalesce(seen.gone_at, listed.gone_at) is null, listed.is_active, false) as is_active,
        listed.scopes,
        coalesce(listed.created_at, seen.created_at) as created_at,
        listed.expires_at,
        greatest(listed.last_used_at, seen.last_used_at) as last_used_at,
        seen.first_push_at,
        seen.last_push_at,
        coalesce(seen.pushes, 0) as pushes,
        coalesce(seen.repositories, []) as repositories,
        case
            when listed.account is null then 'events'
            when seen.account is null then 'listed'
            else 'both'
        end as source,
        coalesce(seen.gone_at, listed.gone_at) as gone_at
    from listed
    full join seen on listed.account = seen.account and listed.token_id = seen.token_id
),

present as (
    select distinct
        account,
        lower(username) as username
    from members
    where coalesce(role <> 'Invitee', true)
),

listings_of_members as (
    select distinct account
    from listings
    where resource = 'members' and state = 'whole'
)

select
    joined.account,
    joined.kind,
    joined.token_id,
    joined.label,
    joined.owner,
    if(
        listings_of_members.account is null
        or joined.owner is null
        or joined.owner = joined.account,
        null,
        present.username is not null
    ) as owner_is_member,
    joined.* exclude (account, kind, token_id, label, owner)
from joined
left join present on joined.account = present.account and lower(joined.owner) = present.username
left join listings_of_members on joined.account = listings_of_members.account;

comment on view token_inventory is
'Every access token known: those listed, and those that only pushes give away.';
comment on column token_inventory.account is 'The organisation.';
comment on column token_inventory.kind is
'organisation, personal (of whom Hubtrail signs in as), or inferred: somebody''s, from events.';
comment on column token_inventory.token_id is 'The token; null where events give a label only.';
comment on column token_inventory.label is 'Its label.';
comment on column token_inventory.owner is
'Whose it is; of an organisation''s token, who made it, as far as is known.';
comment on column token_inventory.owner_is_member is
'Whether the owner is a member now; null where members were never listed whole.';
comment on column token_inventory.is_active is
'As listed last, and false once it is gone; null where only events tell of it.';
comment on column token_inventory.scopes is 'What it may do, where Docker Hub tells.';
comment on column token_inventory.created_at is 'When it was made, where anything tells.';
comment on column token_inventory.expires_at is 'When it ends, where Docker Hub tells.';
comment on column token_inventory.last_used_at is
'When it was last used: by what Docker Hub lists, or by events.';
comment on column token_inventory.first_push_at is 'Its first push, as far as collected.';
comment on column token_inventory.last_push_at is 'Its last push.';
comment on column token_inventory.pushes is 'How many pushes.';
comment on column token_inventory.repositories is 'The repositories that events name with it.';
comment on column token_inventory.source is 'listed, events, or both.';
comment on column token_inventory.gone_at is
'When it was deleted, by an event or by its absence from a listing.';
