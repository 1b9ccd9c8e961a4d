create or replace view members as
select * exclude (valid_to)  -- noqa: AM04, the columns are the history's
from members_history
where valid_to is null;

comment on view members is 'Everybody in the organisation and whoever is invited, as last listed.';
comment on column members.account is 'The organisation.';
comment on column members.member is 'The username, or the e-mail of somebody who has none yet.';
comment on column members.user_id is 'Docker Hub''s id of the user.';
comment on column members.username is 'The username.';
comment on column members.email is 'The e-mail.';
comment on column members.primary_email is 'The main e-mail.';
comment on column members.full_name is 'The full name.';
comment on column members.role is 'Owner, Editor, Member or Invitee.';
comment on column members.teams is 'The names of the teams.';
comment on column members.is_guest is 'Whether the e-mail lies outside the organisation''s verified domains.';
comment on column members.type is 'The type of account, such as User.';
comment on column members.company is 'The company, as the user wrote it.';
comment on column members.location is 'The place, as the user wrote it.';
comment on column members.profile_url is 'The address the user gives.';
comment on column members.gravatar_email is 'The e-mail of the user''s picture.';
comment on column members.gravatar_url is 'The address of the user''s picture.';
comment on column members.date_joined is 'When the user''s account was made, as Docker Hub says.';
comment on column members.last_logged_in_at is 'When the user last signed in, as last listed.';
comment on column members.last_seen_at is 'When the user was last active, as last listed.';
comment on column members.last_desktop_version is 'The Docker Desktop last used, as last listed.';
comment on column members.other_fields is 'Fields that have no column.';
comment on column members.last_listed_at is 'When the newest listing that held it began.';
comment on column members.valid_from is
'Since when it is so: when the listing began that first said so.';
