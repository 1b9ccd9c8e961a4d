-- How many events of each group of actions happened in each hour, day or month.
select
    bucket,
    action_group,
    sum(events)::bigint as events
from activity_between($account, $since::timestamptz, $until::timestamptz, $bucket)
group by all
order by bucket, action_group;
