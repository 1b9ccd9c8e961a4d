-- Why the newest run of each resource brought nothing, where it failed.
select
    account,
    resource,
    error
from runs
where state in ('failed', 'not permitted', 'interrupted')
qualify row_number() over (partition by account, resource order by started_at desc) = 1
order by account, resource;
