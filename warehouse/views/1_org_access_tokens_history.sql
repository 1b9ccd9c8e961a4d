create or replace view org_access_tokens_history as
select
    account,
    key as token_id,
    body ->> 'label' as label,
    body ->> 'description' as description,
    body ->> 'created_by' as created_by,
    try_cast(body ->> 'is_active' as boolean) as is_active,
    try_cast(body ->> 'created_at' as timestamptz) as created_at,
    try_cast(body ->> 'expires_at' as timestamptz) as expires_at,
    try_cast(volatile ->> 'last_used_at' as timestamptz) as last_used_at,
    nullif(
        json_merge_patch(
            body,
            '{
                "id": null, "label": null, "description": null, "created_by": null,
                "is_active": null, "created_at": null, "expires_at": null
            }'
        )::varchar,
        '{}'
    )::json as other_fields,
    last_listed_at,
    valid_from,
    valid_to
from state_versions
where kind = 'org_access_tokens';

comment on view org_access_tokens_history is
'Every access token of the organisation, in each version that was listed.';
comment on column org_access_tokens_history.account is 'The organisation.';
comment on column org_access_tokens_history.token_id is 'Docker Hub''s id of the token.';
comment on column org_access_tokens_history.label is 'Its label.';
comment on column org_access_tokens_history.description is 'What it is for.';
comment on column org_access_tokens_history.created_by is 'Who made it.';
comment on column org_access_tokens_history.is_active is 'Whether it works.';
comment on column org_access_tokens_history.created_at is 'When it was made.';
comment on column org_access_tokens_history.expires_at is 'When it stops working.';
comment on column org_access_tokens_history.last_used_at is
'When it was last used, as last listed.';
comment on column org_access_tokens_history.other_fields is 'Fields that have no column.';
comment on column org_access_tokens_history.last_listed_at is
'When the newest listing that held it began.';
comment on column org_access_tokens_history.valid_from is
'When the listing began that first said so.';
comment on column org_access_tokens_history.valid_to is
'When the listing began that no longer said so; null while it holds.';
