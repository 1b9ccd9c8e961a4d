-- The ten repositories with the most events.
select
    if(starts_with(repository, $account || '/'), repository[len($account) + 2:], repository)
        as repository,
    sum(events)::bigint as events
from activity_between($account, $since::timestamptz, $until::timestamptz, $bucket)
where repository is not null
group by all
order by events desc, repository
limit 10;
