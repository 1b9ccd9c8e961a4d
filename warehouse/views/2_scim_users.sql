create or replace view scim_users as
select * exclude (valid_to)  -- noqa: AM04, the columns are the history's
from scim_users_history
where valid_to is null;

comment on view scim_users is 'Every user that an identity provider manages, as last listed.';
comment on column scim_users.account is 'The organisation.';
comment on column scim_users.user_id is 'Docker Hub''s id of the user.';
comment on column scim_users.user_name is 'The name the identity provider knows the user by.';
comment on column scim_users.display_name is 'The name to show: the username on Docker Hub.';
comment on column scim_users.given_name is 'The first name.';
comment on column scim_users.family_name is 'The last name.';
comment on column scim_users.active is 'Whether the user may sign in.';
comment on column scim_users.email is 'The main e-mail, or the first.';
comment on column scim_users.emails is 'All e-mails.';
comment on column scim_users.groups is 'The names of the groups.';
comment on column scim_users.schemas is 'The SCIM schemas of the user.';
comment on column scim_users.resource_type is 'The SCIM type, User.';
comment on column scim_users.location is 'The user''s address in the API.';
comment on column scim_users.created_at is 'When the user was made.';
comment on column scim_users.last_modified_at is 'When the user was last changed, as last listed.';
comment on column scim_users.other_fields is 'Fields that have no column.';
comment on column scim_users.last_listed_at is 'When the newest listing that held it began.';
comment on column scim_users.valid_from is
'Since when it is so: when the listing began that first said so.';
