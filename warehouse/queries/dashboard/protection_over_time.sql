-- How many changes of each kind what protects the organisation saw each hour, day or month.
select
    date_trunc($bucket, event_time) as bucket,
    area,
    count(*) as changes,
    list(distinct action) filter (action is not null) as actions
from protection
where
    event_time >= $since::timestamptz
    and event_time < $until::timestamptz
    and (source = 'event' or before is not null)
group by all
order by bucket, area;
