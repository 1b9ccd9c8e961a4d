insert into runs values (
    $run_id::uuid, $resource, $account, $now::timestamptz, null, 'running', 0, 0, null
);
