-- The repositories that were pushed to, those whose tags were pushed again most often first.
select
    if(starts_with(repository, $account || '/'), repository[len($account) + 2:], repository)
        as choice
from audit_events
where
    account = $account
    and event_time >= $since::timestamptz
    and event_time < $until::timestamptz
    and action = 'repo.tag.push'
group by repository
order by count(*) - count(distinct tag) desc, repository
limit 500;
