-- The newest runs; of the last week, those that went wrong stand first.
select
    started_at,
    [state] as state,
    resource,
    epoch(ended_at - started_at)::double as seconds,
    requests,
    rows,
    error
from runs
where
    account = $account
    and ($run = '' or run_id = try_cast($run as uuid))
    and (not $only_wrong or state in ('failed', 'partial', 'stopped', 'interrupted'))
order by
    state in ('failed', 'partial', 'interrupted')
    and started_at > $now::timestamptz - interval 7 days desc,
    started_at desc
limit $most;
