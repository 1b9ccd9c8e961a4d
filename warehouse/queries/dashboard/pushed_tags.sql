-- The tags of a repository that were pushed, the most often first.
select tag as choice
from events
where
    account = $account
    and name in ($repository, $account || '/' || $repository)
    and event_time >= $since::timestamptz
    and event_time < $until::timestamptz
    and action = 'repo.tag.push'
    and tag is not null
group by tag
order by count(*) desc, tag
limit 500;
