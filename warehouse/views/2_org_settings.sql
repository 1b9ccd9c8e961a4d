create or replace view org_settings as
select * exclude (valid_to)  -- noqa: AM04, the columns are the history's
from org_settings_history
where valid_to is null;

comment on view org_settings is 'The settings of the organisation, as last listed.';
comment on column org_settings.account is 'The organisation.';
comment on column org_settings.restricted_images is
'Whether only images of some publishers may be pulled.';
comment on column org_settings.allow_official_images is
'Whether Docker Official Images may be, then.';
comment on column org_settings.allow_verified_publishers is
'Whether images of verified publishers may be, then.';
comment on column org_settings.other_fields is 'Fields that have no column.';
comment on column org_settings.last_listed_at is 'When the newest listing that held it began.';
comment on column org_settings.valid_from is
'Since when it is so: when the listing began that first said so.';
