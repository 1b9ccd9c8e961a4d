-- The repositories that were pushed to, the most often first.
select
    if(starts_with(repository, $account || '/'), repository[len($account) + 2:], repository)
        as choice
from activity_between($account, $since::timestamptz, $until::timestamptz, $bucket)
where action = 'repo.tag.push'
group by repository
order by sum(events) desc, repository
limit 500;
