-- The newest run of each resource of each organisation.
select
    account,
    resource,
    state,
    started_at,
    ended_at,
    requests,
    rows,
    error
from runs
qualify row_number() over (partition by account, resource order by started_at desc) = 1
order by account, resource;
