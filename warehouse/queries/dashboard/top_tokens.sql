-- The ten access tokens with which most was done.
select
    coalesce(token_label, token_id) as token,
    count(*) as events
from audit_events
where
    account = $account
    and event_time >= $since::timestamptz
    and event_time < $until::timestamptz
    and (token_id is not null or token_label is not null)
group by all
order by events desc, token
limit 10;
