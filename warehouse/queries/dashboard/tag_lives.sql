-- The life of each digest that a tag pointed to since $from_time, the newest first.
select
    moved_at,
    live_until,
    coalesce(live_until, $now::timestamptz) as shown_until,
    coalesce(live_seconds, epoch($now::timestamptz - moved_at))::double / 86400 as days,
    left(digest, 19) as digest,
    actor_user,
    token_label,
    source,
    live_until is null as alive
from tag_moves_of($account, $repository, $tag, nullif($from_time, ''))
where moved_at > coalesce(try_cast($from_time as timestamptz), '-infinity')
order by moved_at desc
limit $most;
