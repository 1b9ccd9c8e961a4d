create or replace view tags as
select * exclude (valid_to)  -- noqa: AM04, the columns are the history's
from tags_history
where valid_to is null;

comment on view tags is 'Every tag of every repository, as last listed.';
comment on column tags.account is 'The organisation.';
comment on column tags.repository is 'The repository as organisation/name.';
comment on column tags.tag is 'The tag.';
comment on column tags.tag_id is
'Docker Hub''s id; another one after the tag was deleted and made again.';
comment on column tags.digest is 'The digest it points to, where Docker Hub says.';
comment on column tags.media_type is 'The media type of what it points to.';
comment on column tags.content_type is 'The type of what it points to, such as image.';
comment on column tags.status is
'active or inactive: pushed or pulled in the past month or not, as last listed.';
comment on column tags.full_size is 'Compressed bytes of one of its images, not of all of them.';
comment on column tags.v2 is 'Whether it belongs to the second version of the registry.';
comment on column tags.creator is 'The id of the user who made it.';
comment on column tags.last_updater is 'The id of the user who last moved it.';
comment on column tags.last_updater_username is 'That user''s name.';
comment on column tags.last_updated is 'When it was last moved.';
comment on column tags.tag_last_pushed is 'When it was last pushed.';
comment on column tags.tag_last_pulled is 'When it was last pulled, as last listed.';
comment on column tags.image_id is 'An id that only old answers have.';
comment on column tags.repository_id is 'Docker Hub''s id of the repository.';
comment on column tags.other_fields is 'Fields that have no column.';
comment on column tags.last_listed_at is 'When the newest listing that held it began.';
comment on column tags.valid_from is
'Since when it is so: when the listing began that first said so.';
