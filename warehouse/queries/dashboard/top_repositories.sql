-- The ten repositories with the most events.
select
    if(starts_with(repository, $account || '/'), repository[len($account) + 2:], repository)
        as repository,
    count(*) as events
from audit_events
where
    account = $account
    and event_time >= $since::timestamptz
    and event_time < $until::timestamptz
    and repository is not null
group by all
order by events desc, repository
limit 10;
