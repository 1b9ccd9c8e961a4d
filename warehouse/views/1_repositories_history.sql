create or replace view repositories_history as
select
    account,
    account || '/' || key as repository,
    body ->> 'name' as name,
    body ->> 'namespace' as namespace,
    body ->> 'repository_type' as repository_type,
    try_cast(body ->> 'status' as bigint) as status,
    body ->> 'status_description' as status_description,
    body ->> 'description' as description,
    try_cast(body ->> 'is_private' as boolean) as is_private,
    try_cast(body ->> 'is_automated' as boolean) as is_automated,
    try_cast(volatile ->> 'star_count' as bigint) as star_count,
    try_cast(volatile ->> 'pull_count' as bigint) as pull_count,
    try_cast(volatile ->> 'last_updated' as timestamptz) as last_updated,
    try_cast(volatile ->> 'last_modified' as timestamptz) as last_modified,
    try_cast(body ->> 'date_registered' as timestamptz) as date_registered,
    body ->> 'affiliation' as affiliation,
    try_cast(body -> 'media_types' as varchar[]) as media_types,
    try_cast(body -> 'content_types' as varchar[]) as content_types,
    list_transform(
        try_cast(body -> 'categories' as json[]),
        lambda category: coalesce(category ->> 'slug', category ->> 'name', category ->> '$')
    ) as categories,
    try_cast(
        coalesce(body ->> 'immutable_tags', body ->> '$.immutable_tags_settings.enabled')
        as boolean
    ) as immutable_tags,
    try_cast(
        coalesce(body -> 'immutable_tags_rules', body -> '$.immutable_tags_settings.rules')
        as varchar[]
    ) as immutable_tag_rules,
    try_cast(volatile ->> 'storage_size' as bigint) as storage_size,
    nullif(
        json_merge_patch(
            body,
            '{
                "name": null, "namespace": null, "repository_type": null, "status": null,
                "status_description": null, "description": null, "is_private": null,
                "is_automated": null, "date_registered": null, "affiliation": null,
                "media_types": null, "content_types": null, "categories": null,
                "immutable_tags": null, "immutable_tags_rules": null,
                "immutable_tags_settings": null
            }'
        )::varchar,
        '{}'
    )::json as other_fields,
    last_listed_at,
    valid_from,
    valid_to
from state_versions
where kind = 'repositories';

comment on view repositories_history is 'Every repository, in each version that was listed.';
comment on column repositories_history.account is 'The organisation.';
comment on column repositories_history.repository is 'The repository as organisation/name.';
comment on column repositories_history.name is 'Its name.';
comment on column repositories_history.namespace is 'The namespace it lies in.';
comment on column repositories_history.repository_type is 'Its type, such as image.';
comment on column repositories_history.status is 'Its status as a number, 1 where it is active.';
comment on column repositories_history.status_description is 'Its status in a word.';
comment on column repositories_history.description is 'Its short description.';
comment on column repositories_history.is_private is 'Whether only those with access see it.';
comment on column repositories_history.is_automated is 'Whether Docker Hub builds it.';
comment on column repositories_history.star_count is 'Stars when last listed.';
comment on column repositories_history.pull_count is 'Pulls when last listed.';
comment on column repositories_history.last_updated is
'When it was last pushed to, as last listed.';
comment on column repositories_history.last_modified is 'When it was last changed, as last listed.';
comment on column repositories_history.date_registered is 'When it was made.';
comment on column repositories_history.affiliation is 'How the reader belongs to it.';
comment on column repositories_history.media_types is 'The media types of what it holds.';
comment on column repositories_history.content_types is
'The types of what it holds, such as image.';
comment on column repositories_history.categories is 'The short names of its categories.';
comment on column repositories_history.immutable_tags is 'Whether tags cannot be moved.';
comment on column repositories_history.immutable_tag_rules is
'The patterns of the tags that cannot be moved.';
comment on column repositories_history.storage_size is 'Bytes it takes, as last listed.';
comment on column repositories_history.other_fields is 'Fields that have no column.';
comment on column repositories_history.last_listed_at is
'When the newest listing that held it began.';
comment on column repositories_history.valid_from is 'When the listing began that first said so.';
comment on column repositories_history.valid_to is
'When the listing began that no longer said so; null while it holds.';
