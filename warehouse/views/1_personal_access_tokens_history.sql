create or replace view personal_access_tokens_history as
select
    account,
    scope as owner,
    key as token_id,
    body ->> 'token_label' as label,
    body ->> 'client_id' as client_id,
    body ->> 'creator_ip' as creator_ip,
    body ->> 'creator_ua' as creator_ua,
    body ->> 'generated_by' as generated_by,
    try_cast(body ->> 'is_active' as boolean) as is_active,
    try_cast(body -> 'scopes' as varchar[]) as scopes,
    try_cast(body ->> 'created_at' as timestamptz) as created_at,
    try_cast(body ->> 'expires_at' as timestamptz) as expires_at,
    try_cast(volatile ->> 'last_used' as timestamptz) as last_used,
    nullif(
        json_merge_patch(
            body,
            '{
                "uuid": null, "token_label": null, "client_id": null, "creator_ip": null,
                "creator_ua": null, "generated_by": null, "is_active": null, "scopes": null,
                "created_at": null, "expires_at": null
            }'
        )::varchar,
        '{}'
    )::json as other_fields,
    last_listed_at,
    valid_from,
    valid_to
from state_versions
where kind = 'personal_access_tokens';

comment on view personal_access_tokens_history is
'Every personal access token of those who collected, in each version that was listed.';
comment on column personal_access_tokens_history.account is 'The organisation.';
comment on column personal_access_tokens_history.owner is 'Whose token it is.';
comment on column personal_access_tokens_history.token_id is 'Docker Hub''s uuid of the token.';
comment on column personal_access_tokens_history.label is 'Its label.';
comment on column personal_access_tokens_history.client_id is 'The program it was made with.';
comment on column personal_access_tokens_history.creator_ip is 'The IP address it was made from.';
comment on column personal_access_tokens_history.creator_ua is 'The user agent it was made with.';
comment on column personal_access_tokens_history.generated_by is 'How it was made, such as manual.';
comment on column personal_access_tokens_history.is_active is 'Whether it works.';
comment on column personal_access_tokens_history.scopes is 'What it may do.';
comment on column personal_access_tokens_history.created_at is 'When it was made.';
comment on column personal_access_tokens_history.expires_at is 'When it stops working.';
comment on column personal_access_tokens_history.last_used is
'When it was last used, as last listed.';
comment on column personal_access_tokens_history.other_fields is 'Fields that have no column.';
comment on column personal_access_tokens_history.last_listed_at is
'When the newest listing that held it began.';
comment on column personal_access_tokens_history.valid_from is
'When the listing began that first said so.';
comment on column personal_access_tokens_history.valid_to is
'When the listing began that no longer said so; null while it holds.';
