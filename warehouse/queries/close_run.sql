update runs
set
    ended_at = $now::timestamptz,
    state = $state,
    requests = $requests,
    rows = $rows,
    error = $error
where run_id = $run_id::uuid and resource = $resource and account = $account;
