update runs
set state = $state
where run_id = $run_id::uuid and state = $held;
