-- The invitations that wait for an answer.
create or replace temp view shaped as
select
    place,
    'invites' as kind,
    '' as parent,
    known_by(entry, ['$.id']) as key,
    null as formerly,
    entry as body,
    null::json as volatile,
    false as parts,
    misfit(
        entry,
        texts := ['$.inviter_username', '$.invitee', '$.org', '$.team', '$.role'],
        times := ['$.created_at']
    ) as wrong,
    entry
from entries;
