insert into runs by name
select
    $run_id::uuid as run_id,
    $resource as resource,
    $account as account,
    $now::timestamptz as started_at,
    'running' as state,
    0 as requests,
    0 as rows; -- noqa: RF04
