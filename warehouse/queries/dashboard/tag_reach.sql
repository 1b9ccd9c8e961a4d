-- From when on the newest pushes of a tag are, where there are more than can be shown; else ''.
select if(count(*) < $most, '', min(event_time)::varchar) as from_time
from (
    select event_time
    from events
    where
        tag_key = key_of_tag($account, $repository, $tag)
        and action = 'repo.tag.push'
    order by event_time desc
    limit $most
);
