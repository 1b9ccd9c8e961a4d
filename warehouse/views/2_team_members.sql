create or replace view team_members as
select * exclude (valid_to)  -- noqa: AM04, the columns are the history's
from team_members_history
where valid_to is null;

comment on view team_members is 'Everybody in a team, one row for each team, as last listed.';
comment on column team_members.account is 'The organisation.';
comment on column team_members.team_id is 'The team in teams.';
comment on column team_members.team is 'Its name now, or its last.';
comment on column team_members.member is
'The username, or the e-mail of somebody who has none yet.';
comment on column team_members.user_id is 'Docker Hub''s id of the user.';
comment on column team_members.username is 'The username.';
comment on column team_members.email is 'The e-mail.';
comment on column team_members.full_name is 'The full name.';
comment on column team_members.type is 'The type of account, such as User.';
comment on column team_members.company is 'The company, as the user wrote it.';
comment on column team_members.location is 'The place, as the user wrote it.';
comment on column team_members.profile_url is 'The address the user gives.';
comment on column team_members.gravatar_email is 'The e-mail of the user''s picture.';
comment on column team_members.gravatar_url is 'The address of the user''s picture.';
comment on column team_members.date_joined is
'When the user''s account was made, as Docker Hub says.';
comment on column team_members.other_fields is 'Fields that have no column.';
comment on column team_members.last_listed_at is 'When the newest listing that held it began.';
comment on column team_members.valid_from is
'Since when it is so: when the listing began that first said so.';
