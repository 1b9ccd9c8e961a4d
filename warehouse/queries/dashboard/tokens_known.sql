-- Every access token that is listed or that events give away, with what is worth a look.
with known as (
    select
        *,
        gone_at is null as lives,
        date_diff('day', last_used_at, $now::timestamptz) as idle_days
    from token_inventory
    where account = $account
)

select
    label as token_label,
    [kind] as kind,
    owner as person,
    if(owner_is_member is null, [], [if(owner_is_member, 'member', 'left')]) as owner_now,
    list_filter(
        [
            if(not lives, 'gone', null),
            if(lives and not owner_is_member, 'owner left', null),
            if(
                lives
                and list_bool_or(
                    list_transform(
                        scopes, lambda one: starts_with(one, $account || '/*:')
                    )
                ),
                'every repository',
                null
            ),
            if(lives and source <> 'events' and expires_at is null, 'no expiry', null),
            if(lives and expires_at <= $now::timestamptz, 'expired', null),
            if(
                lives
                and expires_at > $now::timestamptz
                and expires_at <= $now::timestamptz + interval 30 days,
                'ends in 30 days',
                null
            ),
            if(lives and idle_days >= 90, 'idle 90 days', null),
            if(lives and idle_days is null, 'never used', null),
            if(lives and not is_active, 'switched off', null)
        ],
        lambda one: one is not null
    ) as remarks,
    case
        when idle_days is null then 'never, as far as is known'
        when idle_days < 7 then 'in the last 7 days'
        when idle_days < 30 then '7 to 29 days ago'
        when idle_days < 90 then '30 to 89 days ago'
        when idle_days < 365 then '90 to 364 days ago'
        else 'a year ago or more'
    end as used,
    last_used_at,
    expires_at,
    scopes,
    pushes,
    list_transform(
        repositories,
        lambda one: if(starts_with(one, $account || '/'), one[len($account) + 2:], one)
    ) as repositories,
    created_at,
    first_push_at,
    gone_at,
    source,
    token_id
from known
order by lives desc, len(remarks) desc, last_used_at, token_label
limit $most;
