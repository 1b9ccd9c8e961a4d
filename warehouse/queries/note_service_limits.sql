insert into service_limits
select
    $account as account,
    $widest_seconds as widest_seconds,
    $most_rows as most_rows,
    $now::timestamptz as found_at;
