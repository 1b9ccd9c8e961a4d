-- Which release tags were moved to another digest, by whom, with which token?
select
    event_time,
    repository,
    tag,
    actor_user,
    token_label,
    digest_before,
    digest
from pushes
where
    effect = 'moved'
    and regexp_full_match(tag, 'v?[0-9]+(\.[0-9]+)+')
order by event_time desc;
