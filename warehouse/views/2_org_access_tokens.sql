create or replace view org_access_tokens as
select * exclude (valid_to)  -- noqa: AM04, the columns are the history's
from org_access_tokens_history
where valid_to is null;

comment on view org_access_tokens is 'Every access token of the organisation, as last listed.';
comment on column org_access_tokens.account is 'The organisation.';
comment on column org_access_tokens.token_id is 'Docker Hub''s id of the token.';
comment on column org_access_tokens.label is 'Its label.';
comment on column org_access_tokens.description is 'What it is for.';
comment on column org_access_tokens.created_by is 'Who made it.';
comment on column org_access_tokens.is_active is 'Whether it works.';
comment on column org_access_tokens.created_at is 'When it was made.';
comment on column org_access_tokens.expires_at is 'When it stops working.';
comment on column org_access_tokens.last_used_at is 'When it was last used, as last listed.';
comment on column org_access_tokens.other_fields is 'Fields that have no column.';
comment on column org_access_tokens.last_listed_at is 'When the newest listing that held it began.';
comment on column org_access_tokens.valid_from is
'Since when it is so: when the listing began that first said so.';
