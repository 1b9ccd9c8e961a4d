-- A reading that is dated later than now was recorded by a wrong clock: it was not read.
update coverage
set
    state = 'not read',
    verified_at = null,
    doubt = 'This machine''s clock was ahead of Docker Hub''s when it was recorded.'
where
    account = $account
    and state <> 'not read'
    and greatest(to_time, read_at) > $now::timestamptz;
