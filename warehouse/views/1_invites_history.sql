create or replace view invites_history as
select
    account,
    key as invite_id,
    body ->> 'invitee' as invitee,
    body ->> 'inviter_username' as inviter_username,
    body ->> 'org' as org,
    body ->> 'team' as team,
    body ->> 'role' as role,
    try_cast(body ->> 'created_at' as timestamptz) as created_at,
    nullif(
        json_merge_patch(
            body,
            '{
                "id": null, "invitee": null, "inviter_username": null, "org": null,
                "team": null, "role": null, "created_at": null
            }'
        )::varchar,
        '{}'
    )::json as other_fields,
    last_listed_at,
    valid_from,
    valid_to
from state_versions
where kind = 'invites';

comment on view invites_history is
'Every invitation that waits for an answer, in each version that was listed.';
comment on column invites_history.account is 'The organisation.';
comment on column invites_history.invite_id is 'Docker Hub''s id of the invitation.';
comment on column invites_history.invitee is 'The e-mail or username that was invited.';
comment on column invites_history.inviter_username is 'Who invited.';
comment on column invites_history.org is 'The organisation, as the invitation has it.';
comment on column invites_history.team is 'The team that goes with it.';
comment on column invites_history.role is 'The role that goes with it.';
comment on column invites_history.created_at is 'When it was sent.';
comment on column invites_history.other_fields is 'Fields that have no column.';
comment on column invites_history.last_listed_at is 'When the newest listing that held it began.';
comment on column invites_history.valid_from is 'When the listing began that first said so.';
comment on column invites_history.valid_to is
'When the listing began that no longer said so; null while it holds.';
