-- How many events of each group of actions happened in each hour, day or month.
select
    date_trunc($bucket, event_time) as bucket,
    action_group,
    count(*) as events
from audit_events
where
    account = $account
    and event_time >= $since::timestamptz
    and event_time < $until::timestamptz
group by all
order by bucket, action_group;
