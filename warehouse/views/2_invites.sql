create or replace view invites as
select * exclude (valid_to)  -- noqa: AM04, the columns are the history's
from invites_history
where valid_to is null;

comment on view invites is 'Every invitation that waits for an answer, as last listed.';
comment on column invites.account is 'The organisation.';
comment on column invites.invite_id is 'Docker Hub''s id of the invitation.';
comment on column invites.invitee is 'The e-mail or username that was invited.';
comment on column invites.inviter_username is 'Who invited.';
comment on column invites.org is 'The organisation, as the invitation has it.';
comment on column invites.team is 'The team that goes with it.';
comment on column invites.role is 'The role that goes with it.';
comment on column invites.created_at is 'When it was sent.';
comment on column invites.other_fields is 'Fields that have no column.';
comment on column invites.last_listed_at is 'When the newest listing that held it began.';
comment on column invites.valid_from is
'Since when it is so: when the listing began that first said so.';
