-- The ten users who did most themselves, without a token.
select
    actor_user as person,
    count(*) as events
from audit_events
where
    account = $account
    and event_time >= $since::timestamptz
    and event_time < $until::timestamptz
    and token_id is null
    and token_label is null
    and actor_user <> ''
group by all
order by events desc, person
limit 10;
