-- Note that a reading was verified after all.
update coverage
set
    state = 'complete',
    verified_at = $now::timestamptz,
    checked_at = $now::timestamptz,
    doubt = null
where window_id = $window_id::uuid;
