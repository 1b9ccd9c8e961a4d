-- How many membership changes of each kind happened in each hour, day or month.
select
    date_trunc($bucket, event_time) as bucket,
    change,
    count(*) as changes
from membership_changes
where
    account = $account
    and event_time >= $since::timestamptz
    and event_time < $until::timestamptz
group by all
order by bucket, change;
