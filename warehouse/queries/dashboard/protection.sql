-- Each change of what protects the organisation, with what was so before, as far as collected.
with told as (
    select
        event_time,
        action,
        actor_user,
        action_description,
        data,
        case
            when starts_with(action, 'enterprise.sso.') then 'sign-on'
            when starts_with(action, 'oidc.') then 'sign-on'
            when starts_with(action, 'org.domain.') then 'domains'
            when starts_with(action, 'org.registry_access.') then 'registries'
            when starts_with(action, 'org.customrole.') then 'roles'
            when action = 'org.settings.update' then 'settings'
            when starts_with(action, 'repo.') then 'repositories'
            else 'policies'
        end as area,
        case
            when action = 'enterprise.sso.connection.enforcement_toggle' then 'SSO enforced'
            when action = 'enterprise.sso.connection.scim_toggle' then 'SCIM'
            when action = 'enterprise.sso.connection.scim_token_refresh' then 'SCIM token'
            when action = 'enterprise.sso.connection.jit_toggle' then 'just-in-time provisioning'
            when action = 'org.domain.auto-provisioning.toggle' then 'auto-provisioning'
            when action in ('org.registry_access.enabled', 'org.registry_access.disabled')
                then 'only listed registries'
            when starts_with(action, 'enterprise.sso.') then 'SSO connection'
            when starts_with(action, 'oidc.') then 'OIDC connection'
            when starts_with(action, 'org.domain.') then 'domain'
            when starts_with(action, 'org.registry_access.') then 'registry'
            when starts_with(action, 'org.customrole.') then 'custom role'
            when action = 'org.settings.update' then 'organisation settings'
            when action = 'repo.change_privacy' then 'privacy of'
            when action = 'repo.immutable.tags.updated' then 'immutable tags of'
            else 'policy'
        end as kind,
        -- What the keys are called nobody has published (behaviour.md 1.5).
        coalesce(
            data ->> 'connection',
            data ->> 'domain',
            data ->> 'registry',
            data ->> 'policy',
            data ->> 'role',
            nullif(name, account)
        ) as named,
        list_filter(
            map_entries(try_cast(data as map (varchar, varchar))),
            lambda one: not list_contains(
                ['connection', 'domain', 'registry', 'policy', 'role', 'enabled'], one['key']
            )
        ) as details
    from admin_events
    where
        account = $account
        and (
            action_group in ('enterprise', 'oidc')
            or starts_with(action, 'org.domain.')
            or starts_with(action, 'org.registry_access.')
            or starts_with(action, 'org.customrole.')
            or starts_with(action, 'org.securepolicy')
            or action in (
                'org.settings.update', 'repo.change_privacy', 'repo.immutable.tags.updated'
            )
        )
),

worded as (
    select
        event_time,
        area,
        if(
            ends_with(action, '_toggle')
            or ends_with(action, '.toggle')
            or named is null,
            kind,
            concat(kind, ' ', named)
        ) as thing,
        case
            when data ->> 'enabled' is not null
                then if(lower(data ->> 'enabled') in ('true', '1', 'on'), 'on', 'off')
            when data ->> 'privacy' is not null then data ->> 'privacy'
            when ends_with(action, '.enabled') then 'on'
            when ends_with(action, '.disabled') then 'off'
            when ends_with(action, '.delete') or ends_with(action, '_removed') then 'gone'
            when len(details) > 0
                then
                    array_to_string(
                        list_transform(
                            details, lambda one: concat(one['key'], ': ', one['value'])
                        ),
                        ', '
                    )
            when ends_with(action, '.create') or ends_with(action, '_added') then 'there'
            when ends_with(action, '.verify') then 'verified'
            when ends_with(action, '_refresh') then 'renewed'
            else 'changed'
        end as after,
        actor_user,
        action_description,
        action
    from told
),

-- Of the organisation's settings an event says only that they changed; listings say what.
versions as (
    select
        valid_from,
        lag(last_listed_at) over (order by valid_from) as not_before,
        unnest([
            {
                'thing': 'images of some publishers only',
                'after': restricted_images,
                'before': lag(restricted_images) over (order by valid_from)
            },
            {
                'thing': 'Docker Official Images allowed',
                'after': allow_official_images,
                'before': lag(allow_official_images) over (order by valid_from)
            },
            {
                'thing': 'images of verified publishers allowed',
                'after': allow_verified_publishers,
                'before': lag(allow_verified_publishers) over (order by valid_from)
            }
        ]) as setting
    from org_settings_history
    where account = $account
),

changes as (
    select
        event_time,
        area,
        thing,
        nullif(lag(after) over (partition by thing order by event_time), 'changed') as before,
        after,
        actor_user,
        action_description,
        action,
        'event' as source
    from worded
    union all
    select
        valid_from as event_time,
        'settings' as area,
        setting['thing'] as thing,
        case setting['before'] when true then 'on' when false then 'off' end as before,
        if(setting['after'], 'on', 'off') as after,
        (
            select arg_max(told.actor_user, told.event_time)
            from told
            where
                told.action = 'org.settings.update'
                and told.event_time > versions.not_before
                and told.event_time <= versions.valid_from
        ) as actor_user,
        null as action_description,
        null as action,
        'listing' as source
    from versions
    where setting['after'] is not null and setting['after'] is distinct from setting['before']
)

select
    *,
    row_number() over (partition by thing order by event_time desc) = 1 as is_newest
from changes;
