-- The ten access tokens with which most was done.
select
    coalesce(token_label, token_id) as token,
    sum(events)::bigint as events
from activity_between($account, $since::timestamptz, $until::timestamptz, $bucket)
where token_id is not null or token_label is not null
group by all
order by events desc, token
limit 10;
