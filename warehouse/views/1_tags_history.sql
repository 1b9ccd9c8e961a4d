create or replace view tags_history as
select
    account,
    account || '/' || scope as repository,
    key as tag,
    try_cast(body ->> 'id' as bigint) as tag_id,
    body ->> 'digest' as digest,
    body ->> 'media_type' as media_type,
    body ->> 'content_type' as content_type,
    coalesce(volatile ->> 'tag_status', volatile ->> 'status') as status,
    try_cast(body ->> 'full_size' as bigint) as full_size,
    try_cast(body ->> 'v2' as boolean) as v2,
    try_cast(body ->> 'creator' as bigint) as creator,
    try_cast(body ->> 'last_updater' as bigint) as last_updater,
    body ->> 'last_updater_username' as last_updater_username,
    try_cast(body ->> 'last_updated' as timestamptz) as last_updated,
    try_cast(body ->> 'tag_last_pushed' as timestamptz) as tag_last_pushed,
    try_cast(volatile ->> 'tag_last_pulled' as timestamptz) as tag_last_pulled,
    body ->> 'image_id' as image_id,
    try_cast(body ->> 'repository' as bigint) as repository_id,
    nullif(
        json_merge_patch(
            body,
            '{
                "id": null, "name": null, "digest": null, "media_type": null,
                "content_type": null, "full_size": null, "v2": null, "creator": null,
                "last_updater": null, "last_updater_username": null, "last_updated": null,
                "tag_last_pushed": null, "image_id": null, "repository": null
            }'
        )::varchar,
        '{}'
    )::json as other_fields,
    last_listed_at,
    valid_from,
    valid_to
from state_versions
where kind = 'tags';

comment on view tags_history is 'Every tag of every repository, in each version that was listed.';
comment on column tags_history.account is 'The organisation.';
comment on column tags_history.repository is 'The repository as organisation/name.';
comment on column tags_history.tag is 'The tag.';
comment on column tags_history.tag_id is
'Docker Hub''s id; another one after the tag was deleted and made again.';
comment on column tags_history.digest is 'The digest it points to, where Docker Hub says.';
comment on column tags_history.media_type is 'The media type of what it points to.';
comment on column tags_history.content_type is 'The type of what it points to, such as image.';
comment on column tags_history.status is
'active or inactive: pushed or pulled in the past month or not, as last listed.';
comment on column tags_history.full_size is
'Compressed bytes of one of its images, not of all of them.';
comment on column tags_history.v2 is 'Whether it belongs to the second version of the registry.';
comment on column tags_history.creator is 'The id of the user who made it.';
comment on column tags_history.last_updater is 'The id of the user who last moved it.';
comment on column tags_history.last_updater_username is 'That user''s name.';
comment on column tags_history.last_updated is 'When it was last moved.';
comment on column tags_history.tag_last_pushed is 'When it was last pushed.';
comment on column tags_history.tag_last_pulled is 'When it was last pulled, as last listed.';
comment on column tags_history.image_id is 'An id that only old answers have.';
comment on column tags_history.repository_id is 'Docker Hub''s id of the repository.';
comment on column tags_history.other_fields is 'Fields that have no column.';
comment on column tags_history.last_listed_at is 'When the newest listing that held it began.';
comment on column tags_history.valid_from is 'When the listing began that first said so.';
comment on column tags_history.valid_to is
'When the listing began that no longer said so; null while it holds.';
