create or replace view org_settings_history as
select
    account,
    try_cast(
        body ->> '$.restricted_images.enabled' as boolean
    ) as restricted_images,
    try_cast(
        body ->> '$.restricted_images.allow_official_images' as boolean
    ) as allow_official_images,
    try_cast(
        body ->> '$.restricted_images.allow_verified_publishers' as boolean
    ) as allow_verified_publishers,
    nullif(
        json_merge_patch(
            body,
            '{
                "restricted_images": {
                    "enabled": null,
                    "allow_official_images": null,
                    "allow_verified_publishers": null
                }
            }'
        )::varchar,
        '{"restricted_images":{}}'
    )::json as other_fields,
    last_listed_at,
    valid_from,
    valid_to
from state_versions
where kind = 'org_settings';

comment on view org_settings_history is
'The settings of the organisation, in each version that was listed.';
comment on column org_settings_history.account is 'The organisation.';
comment on column org_settings_history.restricted_images is
'Whether only images of some publishers may be pulled.';
comment on column org_settings_history.allow_official_images is
'Whether Docker Official Images may be, then.';
comment on column org_settings_history.allow_verified_publishers is
'Whether images of verified publishers may be, then.';
comment on column org_settings_history.other_fields is 'Fields that have no column.';
comment on column org_settings_history.last_listed_at is
'When the newest listing that held it began.';
comment on column org_settings_history.valid_from is 'When the listing began that first said so.';
comment on column org_settings_history.valid_to is
'When the listing began that no longer said so; null while it holds.';
