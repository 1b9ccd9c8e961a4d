create or replace view repositories as
select * exclude (valid_to)  -- noqa: AM04, the columns are the history's
from repositories_history
where valid_to is null;

comment on view repositories is 'Every repository, as last listed.';
comment on column repositories.account is 'The organisation.';
comment on column repositories.repository is 'The repository as organisation/name.';
comment on column repositories.name is 'Its name.';
comment on column repositories.namespace is 'The namespace it lies in.';
comment on column repositories.repository_type is 'Its type, such as image.';
comment on column repositories.status is 'Its status as a number, 1 where it is active.';
comment on column repositories.status_description is 'Its status in a word.';
comment on column repositories.description is 'Its short description.';
comment on column repositories.is_private is 'Whether only those with access see it.';
comment on column repositories.is_automated is 'Whether Docker Hub builds it.';
comment on column repositories.star_count is 'Stars when last listed.';
comment on column repositories.pull_count is 'Pulls when last listed.';
comment on column repositories.last_updated is 'When it was last pushed to, as last listed.';
comment on column repositories.last_modified is 'When it was last changed, as last listed.';
comment on column repositories.date_registered is 'When it was made.';
comment on column repositories.affiliation is 'How the reader belongs to it.';
comment on column repositories.media_types is 'The media types of what it holds.';
comment on column repositories.content_types is 'The types of what it holds, such as image.';
comment on column repositories.categories is 'The short names of its categories.';
comment on column repositories.immutable_tags is 'Whether tags cannot be moved.';
comment on column repositories.immutable_tag_rules is
'The patterns of the tags that cannot be moved.';
comment on column repositories.storage_size is 'Bytes it takes, as last listed.';
comment on column repositories.other_fields is 'Fields that have no column.';
comment on column repositories.last_listed_at is 'When the newest listing that held it began.';
comment on column repositories.valid_from is
'Since when it is so: when the listing began that first said so.';
