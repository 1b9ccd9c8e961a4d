-- The tags of one repository, each with its images (behaviour.md 6).
create or replace temp view shaped as
with tags as (
    select
        place,
        entry,
        known_by(entry, ['$.name']) as key,
        coalesce(
            misfit(
                entry,
                texts := [
                    '$.name', '$.status', '$.tag_status', '$.digest', '$.media_type',
                    '$.content_type', '$.last_updater_username', '$.image_id'
                ],
                numbers := [
                    '$.id', '$.creator', '$.last_updater', '$.full_size', '$.repository'
                ],
                times := ['$.last_updated', '$.tag_last_pushed', '$.tag_last_pulled']
            ),
            -- A text by contract, a truth in all answers seen.
            case when json_type(entry, '$.v2') in ('ARRAY', 'OBJECT') then 'v2 is no truth' end,
            case
                when json_type(entry, '$.images') not in ('ARRAY', 'OBJECT', 'NULL')
                    then 'images is no list'
            end
        ) as wrong,
        parts_of(entry, '$.images') as images
    from entries
),

images as (
    select
        place,
        key as parent,
        unnest(images) as entry,
        generate_subscripts(images, 1) as number
    from tags
    where wrong is null
),

known_images as (
    select
        *,
        concat_ws(
            '/',
            coalesce(entry ->> 'digest', ''),
            coalesce(entry ->> 'os', ''),
            coalesce(entry ->> 'architecture', ''),
            coalesce(entry ->> 'variant', ''),
            coalesce(entry ->> 'os_version', '')
        ) as platform
    from images
)

select
    place,
    'tags' as kind,
    '' as parent,
    key,
    null as formerly,
    without(
        entry,
        '{"tag_last_pulled": "JSON", "tag_status": "JSON", "status": "JSON", "images": "JSON"}'
    ) as body,
    fields_of(
        entry, '{"tag_last_pulled": "JSON", "tag_status": "JSON", "status": "JSON"}'
    ) as volatile,
    images is not null as parts,
    wrong,
    entry
from tags
union all
select
    place,
    'tag_images' as kind,
    parent,
    case when json_type(entry) = 'OBJECT' then concat_ws(
        '#',
        platform,
        nullif(row_number() over (partition by place, platform order by number), 1)
    ) end as key,
    null as formerly,
    without(entry, '{"last_pulled": "JSON", "status": "JSON"}') as body,
    fields_of(entry, '{"last_pulled": "JSON", "status": "JSON"}') as volatile,
    false as parts,
    misfit(
        entry,
        texts := [
            '$.digest', '$.architecture', '$.variant', '$.os', '$.os_version', '$.features',
            '$.os_features', '$.status'
        ],
        numbers := ['$.size'],
        times := ['$.last_pushed', '$.last_pulled'],
        lists := ['$.layers']
    ) as wrong,
    entry
from known_images;
