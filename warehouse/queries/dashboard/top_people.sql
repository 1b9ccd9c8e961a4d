-- The ten users who did most themselves, without a token.
select
    actor_user as person,
    sum(events)::bigint as events
from activity_between($account, $since::timestamptz, $until::timestamptz, $bucket)
where
    token_id is null
    and token_label is null
    and actor_user <> ''
group by all
order by events desc, person
limit 10;
