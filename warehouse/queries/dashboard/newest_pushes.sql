-- The newest pushes of the period, and what each changed.
with newest as (
    select event_key
    from audit_events
    where
        account = $account
        and event_time >= $since::timestamptz
        and event_time < $until::timestamptz
        and action = 'repo.tag.push'
    order by event_time desc
    limit $most
)

select
    pushes.event_time,
    [pushes.effect] as effect,
    if(
        starts_with(pushes.repository, $account || '/'),
        pushes.repository[len($account) + 2:],
        pushes.repository
    ) as repository,
    pushes.tag,
    left(pushes.digest, 19) as digest,
    left(pushes.digest_before, 19) as digest_before,
    pushes.actor_user,
    pushes.token_label
from pushes
where
    pushes.account = $account
    and pushes.event_key in (select newest.event_key from newest)
order by pushes.event_time desc;
