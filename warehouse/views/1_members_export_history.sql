create or replace view members_export_history as
select
    account,
    coalesce(nullif(body ->> 'Username', ''), body ->> 'Email') as member,
    nullif(body ->> 'Username', '') as username,
    nullif(body ->> 'Email', '') as email,
    nullif(body ->> 'Name', '') as full_name,
    body ->> 'Type' as type,
    body ->> 'Role' as role,
    body ->> 'Permission' as permission,
    regexp_split_to_array(nullif(body ->> 'Teams', ''), '\s*,\s*') as teams,
    try_cast(
        -- 2020-01-01 15:00:51.193355 +0000 UTC, as Go prints it
        regexp_replace(body ->> 'Date Joined', ' ([+-]\d\d)(\d\d)( \w+)?$', '\1:\2')
        as timestamptz
    ) as date_joined,
    nullif(
        json_merge_patch(
            body,
            '{
                "Username": null, "Email": null, "Name": null, "Type": null, "Role": null,
                "Permission": null, "Teams": null, "Date Joined": null
            }'
        )::varchar,
        '{}'
    )::json as other_fields,
    last_listed_at,
    valid_from,
    valid_to
from state_versions
where kind = 'members_export';

comment on view members_export_history is
'Everybody in the organisation as its CSV export says, in each version that was listed.';
comment on column members_export_history.account is 'The organisation.';
comment on column members_export_history.member is
'The username, or the e-mail of somebody who has none yet.';
comment on column members_export_history.username is 'The username.';
comment on column members_export_history.email is 'The e-mail.';
comment on column members_export_history.full_name is 'The full name.';
comment on column members_export_history.type is 'User or Invitee.';
comment on column members_export_history.role is 'The role, such as Owner.';
comment on column members_export_history.permission is 'Owner or Member.';
comment on column members_export_history.teams is 'The names of the teams.';
comment on column members_export_history.date_joined is 'When the user joined.';
comment on column members_export_history.other_fields is 'Fields that have no column.';
comment on column members_export_history.last_listed_at is
'When the newest listing that held it began.';
comment on column members_export_history.valid_from is 'When the listing began that first said so.';
comment on column members_export_history.valid_to is
'When the listing began that no longer said so; null while it holds.';
