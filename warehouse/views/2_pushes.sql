create or replace view pushes as
select
    event_key,
    account,
    event_time,
    repository,
    tag,
    digest,
    actor_user,
    token_id,
    token_label,
    lag(digest) over (
        partition by account, repository, tag order by event_time, occurrence
    ) as digest_before,
    case
        when digest_before is null then 'new'
        when digest_before = digest then 'same'
        else 'moved'
    end as effect
from audit_events
where action = 'repo.tag.push';

comment on view pushes is 'Every push of a tag, and what it changed.';
comment on column pushes.event_key is 'The event in audit_events.';
comment on column pushes.account is 'The organisation.';
comment on column pushes.event_time is 'When it was pushed.';
comment on column pushes.repository is 'The repository as organisation/name.';
comment on column pushes.tag is 'The tag.';
comment on column pushes.digest is 'The digest it points to since.';
comment on column pushes.actor_user is 'Who pushed.';
comment on column pushes.token_id is 'The access token that was used, where one was.';
comment on column pushes.token_label is 'That token''s label.';
comment on column pushes.digest_before is 'The digest of the push before, as far as collected.';
comment on column pushes.effect is 'new, moved (another digest than before) or same.';
