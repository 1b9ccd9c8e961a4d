create or replace view org_access_token_resources_history as
select
    account,
    parent as token_id,
    body ->> 'type' as type,
    body ->> 'path' as path,
    try_cast(body -> 'scopes' as varchar[]) as scopes,
    nullif(
        json_merge_patch(
            body,
            '{
                "type": null, "path": null, "scopes": null
            }'
        )::varchar,
        '{}'
    )::json as other_fields,
    last_listed_at,
    valid_from,
    valid_to
from state_versions
where kind = 'org_access_token_resources';

comment on view org_access_token_resources_history is
'Whatever an access token of the organisation opens, in each version that was listed.';
comment on column org_access_token_resources_history.account is 'The organisation.';
comment on column org_access_token_resources_history.token_id is 'The token in org_access_tokens.';
comment on column org_access_token_resources_history.type is 'TYPE_REPO or TYPE_ORG.';
comment on column org_access_token_resources_history.path is
'The repositories or the organisation, patterns included.';
comment on column org_access_token_resources_history.scopes is 'What it may do there.';
comment on column org_access_token_resources_history.other_fields is 'Fields that have no column.';
comment on column org_access_token_resources_history.last_listed_at is
'When the newest listing that held it began.';
comment on column org_access_token_resources_history.valid_from is
'When the listing began that first said so.';
comment on column org_access_token_resources_history.valid_to is
'When the listing began that no longer said so; null while it holds.';
