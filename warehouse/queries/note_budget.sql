insert into budget values (
    $run_id::uuid, $now::timestamptz, $rate_limit, $remaining, $resets_at::timestamptz
);
