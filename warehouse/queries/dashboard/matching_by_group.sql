-- How many events pass the explorer's filters, by hour, day or month and group of actions.
select
    date_trunc($bucket, event_time) as bucket,
    action_group,
    count(*) as events
from matching
group by all
order by bucket, action_group;
