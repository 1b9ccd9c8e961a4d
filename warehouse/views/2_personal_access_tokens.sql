create or replace view personal_access_tokens as
select * exclude (valid_to)  -- noqa: AM04, the columns are the history's
from personal_access_tokens_history
where valid_to is null;

comment on view personal_access_tokens is
'Every personal access token of those who collected, as last listed.';
comment on column personal_access_tokens.account is 'The organisation.';
comment on column personal_access_tokens.owner is 'Whose token it is.';
comment on column personal_access_tokens.token_id is 'Docker Hub''s uuid of the token.';
comment on column personal_access_tokens.label is 'Its label.';
comment on column personal_access_tokens.client_id is 'The program it was made with.';
comment on column personal_access_tokens.creator_ip is 'The IP address it was made from.';
comment on column personal_access_tokens.creator_ua is 'The user agent it was made with.';
comment on column personal_access_tokens.generated_by is 'How it was made, such as manual.';
comment on column personal_access_tokens.is_active is 'Whether it works.';
comment on column personal_access_tokens.scopes is 'What it may do.';
comment on column personal_access_tokens.created_at is 'When it was made.';
comment on column personal_access_tokens.expires_at is 'When it stops working.';
comment on column personal_access_tokens.last_used is 'When it was last used, as last listed.';
comment on column personal_access_tokens.other_fields is 'Fields that have no column.';
comment on column personal_access_tokens.last_listed_at is
'When the newest listing that held it began.';
comment on column personal_access_tokens.valid_from is
'Since when it is so: when the listing began that first said so.';
