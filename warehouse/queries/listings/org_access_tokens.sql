-- The access tokens of an organisation; what each opens is only told one by one.
create or replace temp view shaped as
with tokens as (
    select
        place,
        entry,
        known_by(entry, ['$.id']) as key,
        misfit(
            entry,
            texts := ['$.label', '$.description', '$.created_by'],
            truths := ['$.is_active'],
            times := ['$.created_at', '$.expires_at', '$.last_used_at'],
            lists := ['$.resources']
        ) as wrong,
        parts_of(entry, '$.resources') as resources
    from entries
),

resources as (
    select
        place,
        key as parent,
        unnest(resources) as entry,
        generate_subscripts(resources, 1) as number
    from tokens
    where wrong is null
),

known_resources as (
    select
        *,
        concat_ws('/', coalesce(entry ->> 'type', ''), coalesce(entry ->> 'path', '')) as target
    from resources
)

select
    place,
    'org_access_tokens' as kind,
    '' as parent,
    key,
    null as formerly,
    without(entry, '{"last_used_at": "JSON", "resources": "JSON"}') as body,
    fields_of(entry, '{"last_used_at": "JSON"}') as volatile,
    resources is not null as parts,
    wrong,
    entry
from tokens
union all
select
    place,
    'org_access_token_resources' as kind,
    parent,
    case when json_type(entry) = 'OBJECT' then concat_ws(
        '#',
        target,
        nullif(row_number() over (partition by place, target order by number), 1)
    ) end as key,
    null as formerly,
    entry as body,
    null::json as volatile,
    false as parts,
    misfit(entry, texts := ['$.type', '$.path'], lists := ['$.scopes']) as wrong,
    entry
from known_resources;
