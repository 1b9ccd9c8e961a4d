create or replace view members_export as
select * exclude (valid_to)  -- noqa: AM04, the columns are the history's
from members_export_history
where valid_to is null;

comment on view members_export is
'Everybody in the organisation as its CSV export says, as last listed.';
comment on column members_export.account is 'The organisation.';
comment on column members_export.member is
'The username, or the e-mail of somebody who has none yet.';
comment on column members_export.username is 'The username.';
comment on column members_export.email is 'The e-mail.';
comment on column members_export.full_name is 'The full name.';
comment on column members_export.type is 'User or Invitee.';
comment on column members_export.role is 'The role, such as Owner.';
comment on column members_export.permission is 'Owner or Member.';
comment on column members_export.teams is 'The names of the teams.';
comment on column members_export.date_joined is 'When the user joined.';
comment on column members_export.other_fields is 'Fields that have no column.';
comment on column members_export.last_listed_at is 'When the newest listing that held it began.';
comment on column members_export.valid_from is
'Since when it is so: when the listing began that first said so.';
