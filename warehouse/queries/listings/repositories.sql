-- The repositories of an organisation.
create or replace temp view shaped as
select
    place,
    'repositories' as kind,
    '' as parent,
    known_by(entry, ['$.name']) as key,
    null as formerly,
    without(
        entry,
        '{
            "last_updated": "JSON", "last_modified": "JSON", "storage_size": "JSON",
            "star_count": "JSON", "pull_count": "JSON"
        }'
    ) as body,
    fields_of(
        entry,
        '{
            "last_updated": "JSON", "last_modified": "JSON", "storage_size": "JSON",
            "star_count": "JSON", "pull_count": "JSON"
        }'
    ) as volatile,
    false as parts,
    misfit(
        entry,
        texts := [
            '$.name', '$.namespace', '$.repository_type', '$.status_description',
            '$.description', '$.affiliation'
        ],
        numbers := ['$.status', '$.star_count', '$.pull_count', '$.storage_size'],
        truths := [
            '$.is_private', '$.is_automated', '$.immutable_tags',
            '$.immutable_tags_settings.enabled'
        ],
        times := ['$.last_updated', '$.last_modified', '$.date_registered'],
        lists := [
            '$.media_types', '$.content_types', '$.categories', '$.immutable_tags_rules',
            '$.immutable_tags_settings.rules'
        ]
    ) as wrong,
    entry
from entries;
