-- The tags of a repository that were pushed in the last 90 days of the time, the most often first.
select tag as choice
from events
where
    account = $account
    and name in ($repository, $account || '/' || $repository)
    and event_time >= greatest($since::timestamptz, $until::timestamptz - interval 90 days)
    and event_time < $until::timestamptz
    and action = 'repo.tag.push'
    and tag is not null
group by tag
order by count(*) desc, tag
limit 500;
