-- Note why a reading could not be verified this time.
update coverage
set
    checked_at = $now::timestamptz,
    failed_checks = failed_checks + 1,
    doubt = $doubt
where window_id = $window_id::uuid;
