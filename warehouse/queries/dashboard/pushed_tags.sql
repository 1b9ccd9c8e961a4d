-- The tags of a repository that were pushed, the most often first.
select tag as choice
from audit_events
where
    account = $account
    and repository in ($repository, $account || '/' || $repository)
    and event_time >= $since::timestamptz
    and event_time < $until::timestamptz
    and action = 'repo.tag.push'
group by tag
order by count(distinct digest) desc, tag
limit 500;
