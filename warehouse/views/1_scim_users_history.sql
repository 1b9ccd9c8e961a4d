create or replace view scim_users_history as
select
    account,
    key as user_id,
    body ->> 'userName' as user_name,
    body ->> 'displayName' as display_name,
    body ->> '$.name.givenName' as given_name,
    body ->> '$.name.familyName' as family_name,
    try_cast(body ->> 'active' as boolean) as active,
    coalesce(
        list_filter(
            try_cast(body -> 'emails' as json[]),
            lambda email: (email ->> 'primary') = 'true'
        )[1] ->> 'value',
        body ->> '$.emails[0].value'
    ) as email,
    body -> 'emails' as emails,
    list_transform(
        try_cast(body -> 'groups' as json[]),
        lambda one: coalesce(one ->> 'display', one ->> 'value', one ->> '$')
    ) as groups,
    try_cast(body -> 'schemas' as varchar[]) as schemas,
    body ->> '$.meta.resourceType' as resource_type,
    body ->> '$.meta.location' as location,
    try_cast(body ->> '$.meta.created' as timestamptz) as created_at,
    try_cast(volatile ->> '$.meta.lastModified' as timestamptz) as last_modified_at,
    nullif(
        json_merge_patch(
            body,
            '{
                "schemas": null, "id": null, "userName": null, "displayName": null,
                "active": null, "emails": null, "groups": null,
                "name": {"givenName": null, "familyName": null},
                "meta": {
                    "resourceType": null, "location": null, "created": null, "lastModified": null
                }
            }'
        )::varchar,
        '{"name":{},"meta":{}}'
    )::json as other_fields,
    last_listed_at,
    valid_from,
    valid_to
from state_versions
where kind = 'scim_users';

comment on view scim_users_history is
'Every user that an identity provider manages, in each version that was listed.';
comment on column scim_users_history.account is 'The organisation.';
comment on column scim_users_history.user_id is 'Docker Hub''s id of the user.';
comment on column scim_users_history.user_name is
'The name the identity provider knows the user by.';
comment on column scim_users_history.display_name is
'The name to show: the username on Docker Hub.';
comment on column scim_users_history.given_name is 'The first name.';
comment on column scim_users_history.family_name is 'The last name.';
comment on column scim_users_history.active is 'Whether the user may sign in.';
comment on column scim_users_history.email is 'The main e-mail, or the first.';
comment on column scim_users_history.emails is 'All e-mails.';
comment on column scim_users_history.groups is 'The names of the groups.';
comment on column scim_users_history.schemas is 'The SCIM schemas of the user.';
comment on column scim_users_history.resource_type is 'The SCIM type, User.';
comment on column scim_users_history.location is 'The user''s address in the API.';
comment on column scim_users_history.created_at is 'When the user was made.';
comment on column scim_users_history.last_modified_at is
'When the user was last changed, as last listed.';
comment on column scim_users_history.other_fields is 'Fields that have no column.';
comment on column scim_users_history.last_listed_at is
'When the newest listing that held it began.';
comment on column scim_users_history.valid_from is 'When the listing began that first said so.';
comment on column scim_users_history.valid_to is
'When the listing began that no longer said so; null while it holds.';
