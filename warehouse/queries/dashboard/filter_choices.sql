-- What the explorer's filters offer: the values of the period, the most frequent first.
with counted as (
    select
        case
            when grouping(actor_user) = 0 then 'user'
            when grouping(token) = 0 then 'token'
            when grouping(repository) = 0 then 'repository'
            when grouping(action) = 0 then 'action'
            else 'group'
        end as kind,
        coalesce(actor_user, token, repository, action, action_group) as choice,
        sum(events) as events
    from (
        select
            *,
            coalesce(token_label, token_id) as token
        from activity_between($account, $since::timestamptz, $until::timestamptz, $bucket)
    )
    group by grouping sets (
        (actor_user), (token), (repository), (action), (action_group)
    )
)

select
    kind,
    choice
from counted
where choice <> ''
qualify row_number() over (partition by kind order by events desc, choice) <= 500
order by kind, events desc, choice;
