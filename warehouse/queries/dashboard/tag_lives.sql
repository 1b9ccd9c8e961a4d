-- The life of each digest that a tag ever pointed to, the newest first.
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
from tag_moves
where
    account = $account
    and repository in ($repository, $account || '/' || $repository)
    and tag = $tag
    and digest is not null
order by moved_at desc
limit $most;
