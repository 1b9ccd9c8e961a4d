update runs
set
    ended_at = $now::timestamptz,
    state = $state,
    requests = $requests,
    rows = $rows,
    error = $error,
    clock_ahead_seconds = $clock_ahead_seconds
where run_id = $run_id::uuid and resource = $resource and account = $account;
