-- The readings of a time range and where to look for later additions, newest reading first.
select
    window_id::varchar as window_id,
    from_time,
    to_time,
    tail_page,
    tail_hash,
    checked_at,
    run_id::varchar as run_id
from coverage
where
    account = $account
    and to_time > $since::timestamptz
    and from_time < $until::timestamptz
    and state <> 'not read'
order by read_at desc, from_time desc;
