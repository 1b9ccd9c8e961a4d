-- The newest pushes of the period, and what each changed.
with newest as (
    select
        event_key,
        name,
        tag
    from audit_events
    where
        account = $account
        and event_time >= $since::timestamptz
        and event_time < $until::timestamptz
        and action = 'repo.tag.push'
    order by event_time desc
    limit $most
),

-- As in the view pushes, of these tags only: over all tags it takes seconds.
told as (
    select
        event_key,
        event_time,
        repository,
        tag,
        digest,
        actor_user,
        token_label,
        lag(digest) over (
            partition by repository, tag order by event_time, occurrence
        ) as digest_before
    from audit_events
    where
        account = $account
        and action = 'repo.tag.push'
        and name in (select newest.name from newest)
        and tag in (select newest.tag from newest)
)

select
    event_time,
    [case
        when digest_before is null then 'new'
        when digest_before = digest then 'same'
        else 'moved'
    end] as effect,
    if(
        starts_with(repository, $account || '/'), repository[len($account) + 2:], repository
    ) as repository,
    tag,
    left(digest, 19) as digest,
    left(digest_before, 19) as digest_before,
    actor_user,
    token_label
from told
where event_key in (select newest.event_key from newest)
order by event_time desc;
