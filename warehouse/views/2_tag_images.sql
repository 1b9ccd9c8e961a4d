create or replace view tag_images as
select * exclude (valid_to)  -- noqa: AM04, the columns are the history's
from tag_images_history
where valid_to is null;

comment on view tag_images is
'Every image that a tag stands for, one for each platform, as last listed.';
comment on column tag_images.account is 'The organisation.';
comment on column tag_images.repository is 'The repository as organisation/name.';
comment on column tag_images.tag is 'The tag.';
comment on column tag_images.digest is 'The digest of the image.';
comment on column tag_images.architecture is 'The processor; unknown for attestations.';
comment on column tag_images.variant is 'The variant of the processor.';
comment on column tag_images.os is 'The operating system; unknown for attestations.';
comment on column tag_images.os_version is 'Its version.';
comment on column tag_images.features is 'Features the processor must have.';
comment on column tag_images.os_features is 'Features the operating system must have.';
comment on column tag_images.size is 'Compressed bytes.';
comment on column tag_images.status is 'active or inactive, as last listed.';
comment on column tag_images.layers is 'Its layers, where Docker Hub lists them.';
comment on column tag_images.last_pushed is 'When it was last pushed.';
comment on column tag_images.last_pulled is 'When it was last pulled, as last listed.';
comment on column tag_images.other_fields is 'Fields that have no column.';
comment on column tag_images.last_listed_at is 'When the newest listing that held it began.';
comment on column tag_images.valid_from is
'Since when it is so: when the listing began that first said so.';
