update coverage
set checked_at = $now::timestamptz
where window_id = $window_id::uuid;
