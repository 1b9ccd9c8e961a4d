-- Pushes in each hour, day or month, of the six busiest repositories and of all others together.
with pushed as (
    select
        bucket,
        if(starts_with(repository, $account || '/'), repository[len($account) + 2:], repository)
            as repository,
        sum(events)::bigint as pushes
    from activity_between($account, $since::timestamptz, $until::timestamptz, $bucket)
    where action = 'repo.tag.push'
    group by all
),

ranked as (
    select
        repository,
        row_number() over (order by sum(pushes) desc, repository) as place
    from pushed
    group by repository
)

select
    bucket,
    if(place <= 6, repository, 'all others') as repository,
    least(place, 7) as place,
    sum(pushes)::bigint as pushes
from pushed
inner join ranked using (repository)
group by all
order by bucket, place;
