create or replace view team_members_history as
with names as (
    select
        account,
        key,
        arg_max(body ->> 'name', valid_from) as team
    from state_versions
    where kind = 'teams'
    group by account, key
)

select
    versions.account,
    scope as team_id,
    names.team,
    coalesce(nullif(body ->> 'username', ''), body ->> 'email') as member,
    body ->> 'id' as user_id,
    body ->> 'username' as username,
    body ->> 'email' as email,
    body ->> 'full_name' as full_name,
    body ->> 'type' as type,
    body ->> 'company' as company,
    body ->> 'location' as location,
    body ->> 'profile_url' as profile_url,
    body ->> 'gravatar_email' as gravatar_email,
    body ->> 'gravatar_url' as gravatar_url,
    try_cast(body ->> 'date_joined' as timestamptz) as date_joined,
    nullif(
        json_merge_patch(
            body,
            '{
                "id": null, "username": null, "email": null, "full_name": null, "type": null,
                "company": null, "location": null, "profile_url": null, "gravatar_email": null,
                "gravatar_url": null, "date_joined": null
            }'
        )::varchar,
        '{}'
    )::json as other_fields,
    last_listed_at,
    valid_from,
    valid_to
from state_versions as versions
left join names on versions.account = names.account and versions.scope = names.key
where versions.kind = 'team_members';

comment on view team_members_history is
'Everybody in a team, one row for each team, in each version that was listed.';
comment on column team_members_history.account is 'The organisation.';
comment on column team_members_history.team_id is 'The team in teams.';
comment on column team_members_history.team is 'Its name now, or its last.';
comment on column team_members_history.member is
'The username, or the e-mail of somebody who has none yet.';
comment on column team_members_history.user_id is 'Docker Hub''s id of the user.';
comment on column team_members_history.username is 'The username.';
comment on column team_members_history.email is 'The e-mail.';
comment on column team_members_history.full_name is 'The full name.';
comment on column team_members_history.type is 'The type of account, such as User.';
comment on column team_members_history.company is 'The company, as the user wrote it.';
comment on column team_members_history.location is 'The place, as the user wrote it.';
comment on column team_members_history.profile_url is 'The address the user gives.';
comment on column team_members_history.gravatar_email is 'The e-mail of the user''s picture.';
comment on column team_members_history.gravatar_url is 'The address of the user''s picture.';
comment on column team_members_history.date_joined is
'When the user''s account was made, as Docker Hub says.';
comment on column team_members_history.other_fields is 'Fields that have no column.';
comment on column team_members_history.last_listed_at is
'When the newest listing that held it began.';
comment on column team_members_history.valid_from is 'When the listing began that first said so.';
comment on column team_members_history.valid_to is
'When the listing began that no longer said so; null while it holds.';
