create or replace view org_access_token_resources as
select * exclude (valid_to)  -- noqa: AM04, the columns are the history's
from org_access_token_resources_history
where valid_to is null;

comment on view org_access_token_resources is
'Whatever an access token of the organisation opens, as last listed.';
comment on column org_access_token_resources.account is 'The organisation.';
comment on column org_access_token_resources.token_id is 'The token in org_access_tokens.';
comment on column org_access_token_resources.type is 'TYPE_REPO or TYPE_ORG.';
comment on column org_access_token_resources.path is
'The repositories or the organisation, patterns included.';
comment on column org_access_token_resources.scopes is 'What it may do there.';
comment on column org_access_token_resources.other_fields is 'Fields that have no column.';
comment on column org_access_token_resources.last_listed_at is
'When the newest listing that held it began.';
comment on column org_access_token_resources.valid_from is
'Since when it is so: when the listing began that first said so.';
