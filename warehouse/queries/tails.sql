-- Readings whose tail may be asked again: those that no later reading contains.
select
    old.window_id::varchar as window_id,
    old.from_time,
    old.to_time,
    old.tail_page,
    old.tail_hash
from coverage as old
where
    old.account = $account
    and old.to_time > $since::timestamptz
    and old.from_time < $until::timestamptz
    and old.checked_at < $unseen_since::timestamptz
    and not exists (
        select 1
        from coverage as newer
        where
            newer.account = old.account
            and newer.from_time <= old.from_time
            and newer.to_time >= old.to_time
            and newer.read_at > old.read_at
    )
order by old.checked_at asc, old.from_time desc
limit $most;
