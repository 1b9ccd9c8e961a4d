-- Pushes in each hour, day or month, of the six busiest repositories and of all others together.
with pushed as (
    select
        date_trunc($bucket, event_time) as bucket,
        if(starts_with(repository, $account || '/'), repository[len($account) + 2:], repository)
            as repository
    from audit_events
    where
        account = $account
        and event_time >= $since::timestamptz
        and event_time < $until::timestamptz
        and action = 'repo.tag.push'
),

ranked as (
    select
        repository,
        row_number() over (order by count(*) desc, repository) as place
    from pushed
    group by repository
)

select
    bucket,
    if(place <= 6, repository, 'all others') as repository,
    least(place, 7) as place,
    count(*) as pushes
from pushed
inner join ranked using (repository)
group by all
order by bucket, place;
