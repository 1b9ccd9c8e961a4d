create or replace view members_history as
select
    account,
    coalesce(nullif(body ->> 'username', ''), body ->> 'email') as member,
    body ->> 'id' as user_id,
    body ->> 'username' as username,
    body ->> 'email' as email,
    body ->> 'primary_email' as primary_email,
    body ->> 'full_name' as full_name,
    body ->> 'role' as role,
    try_cast(body -> 'groups' as varchar[]) as teams,
    try_cast(body ->> 'is_guest' as boolean) as is_guest,
    body ->> 'type' as type,
    body ->> 'company' as company,
    body ->> 'location' as location,
    body ->> 'profile_url' as profile_url,
    body ->> 'gravatar_email' as gravatar_email,
    body ->> 'gravatar_url' as gravatar_url,
    try_cast(body ->> 'date_joined' as timestamptz) as date_joined,
    try_cast(volatile ->> 'last_logged_in_at' as timestamptz) as last_logged_in_at,
    try_cast(volatile ->> 'last_seen_at' as timestamptz) as last_seen_at,
    volatile ->> 'last_desktop_version' as last_desktop_version,
    nullif(
        json_merge_patch(
            body,
            '{
                "id": null, "username": null, "email": null, "primary_email": null,
                "full_name": null, "role": null, "groups": null, "is_guest": null,
                "type": null, "company": null, "location": null, "profile_url": null,
                "gravatar_email": null, "gravatar_url": null, "date_joined": null
            }'
        )::varchar,
        '{}'
    )::json as other_fields,
    last_listed_at,
    valid_from,
    valid_to
from state_versions
where kind = 'members';

comment on view members_history is
'Everybody in the organisation and whoever is invited, in each version that was listed.';
comment on column members_history.account is 'The organisation.';
comment on column members_history.member is
'The username, or the e-mail of somebody who has none yet.';
comment on column members_history.user_id is 'Docker Hub''s id of the user.';
comment on column members_history.username is 'The username.';
comment on column members_history.email is 'The e-mail.';
comment on column members_history.primary_email is 'The main e-mail.';
comment on column members_history.full_name is 'The full name.';
comment on column members_history.role is 'Owner, Editor, Member or Invitee.';
comment on column members_history.teams is 'The names of the teams.';
comment on column members_history.is_guest is
'Whether the e-mail lies outside the organisation''s verified domains.';
comment on column members_history.type is 'The type of account, such as User.';
comment on column members_history.company is 'The company, as the user wrote it.';
comment on column members_history.location is 'The place, as the user wrote it.';
comment on column members_history.profile_url is 'The address the user gives.';
comment on column members_history.gravatar_email is 'The e-mail of the user''s picture.';
comment on column members_history.gravatar_url is 'The address of the user''s picture.';
comment on column members_history.date_joined is
'When the user''s account was made, as Docker Hub says.';
comment on column members_history.last_logged_in_at is
'When the user last signed in, as last listed.';
comment on column members_history.last_seen_at is 'When the user was last active, as last listed.';
comment on column members_history.last_desktop_version is
'The Docker Desktop last used, as last listed.';
comment on column members_history.other_fields is 'Fields that have no column.';
comment on column members_history.last_listed_at is 'When the newest listing that held it began.';
comment on column members_history.valid_from is 'When the listing began that first said so.';
comment on column members_history.valid_to is
'When the listing began that no longer said so; null while it holds.';
