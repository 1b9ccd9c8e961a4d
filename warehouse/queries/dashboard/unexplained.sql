-- Where listings contradict events, or each other, the newest first.
select
    seen_at,
    resource,
    thing,
    [change] as change,
    before,
    after,
    not_before,
    why
from unexplained_among($resources::varchar[], nullif($from_time, ''))
where account = $account
union all
select
    seen_at,
    resource,
    thing,
    ['disagrees'] as change,
    null as before,
    null as after,
    null as not_before,
    what as why
from inconsistencies
where account = $account and list_contains($resources::varchar[], resource)
order by seen_at desc, resource, thing
limit $most;
