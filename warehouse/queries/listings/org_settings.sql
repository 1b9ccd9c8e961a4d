-- The settings of an organisation, of which there is one.
create or replace temp view shaped as
select
    place,
    'org_settings' as kind,
    '' as parent,
    '' as key,
    null as formerly,
    entry as body,
    null::json as volatile,
    false as parts,
    misfit(
        entry,
        truths := [
            '$.restricted_images.enabled', '$.restricted_images.allow_official_images',
            '$.restricted_images.allow_verified_publishers'
        ],
        objects := ['$.restricted_images']
    ) as wrong,
    entry
from entries;
