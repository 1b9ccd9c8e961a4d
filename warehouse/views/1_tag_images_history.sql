create or replace view tag_images_history as
select
    account,
    account || '/' || scope as repository,
    parent as tag,
    body ->> 'digest' as digest,
    body ->> 'architecture' as architecture,
    body ->> 'variant' as variant,
    body ->> 'os' as os,
    body ->> 'os_version' as os_version,
    body ->> 'features' as features,
    body ->> 'os_features' as os_features,
    try_cast(body ->> 'size' as bigint) as size,
    volatile ->> 'status' as status,
    body -> 'layers' as layers,
    try_cast(body ->> 'last_pushed' as timestamptz) as last_pushed,
    try_cast(volatile ->> 'last_pulled' as timestamptz) as last_pulled,
    nullif(
        json_merge_patch(
            body,
            '{
                "digest": null, "architecture": null, "variant": null, "os": null,
                "os_version": null, "features": null, "os_features": null, "size": null,
                "layers": null, "last_pushed": null
            }'
        )::varchar,
        '{}'
    )::json as other_fields,
    last_listed_at,
    valid_from,
    valid_to
from state_versions
where kind = 'tag_images';

comment on view tag_images_history is
'Every image that a tag stands for, one for each platform, in each version that was listed.';
comment on column tag_images_history.account is 'The organisation.';
comment on column tag_images_history.repository is 'The repository as organisation/name.';
comment on column tag_images_history.tag is 'The tag.';
comment on column tag_images_history.digest is 'The digest of the image.';
comment on column tag_images_history.architecture is 'The processor; unknown for attestations.';
comment on column tag_images_history.variant is 'The variant of the processor.';
comment on column tag_images_history.os is 'The operating system; unknown for attestations.';
comment on column tag_images_history.os_version is 'Its version.';
comment on column tag_images_history.features is 'Features the processor must have.';
comment on column tag_images_history.os_features is 'Features the operating system must have.';
comment on column tag_images_history.size is 'Compressed bytes.';
comment on column tag_images_history.status is 'active or inactive, as last listed.';
comment on column tag_images_history.layers is 'Its layers, where Docker Hub lists them.';
comment on column tag_images_history.last_pushed is 'When it was last pushed.';
comment on column tag_images_history.last_pulled is 'When it was last pulled, as last listed.';
comment on column tag_images_history.other_fields is 'Fields that have no column.';
comment on column tag_images_history.last_listed_at is
'When the newest listing that held it began.';
comment on column tag_images_history.valid_from is 'When the listing began that first said so.';
comment on column tag_images_history.valid_to is
'When the listing began that no longer said so; null while it holds.';
