create or replace view listing_ages as
with newest as (
    select
        account,
        resource,
        scope,
        max(checked_at) as checked_at,
        max(whole_at) as whole_at,
        arg_max(state, read_at) as state,
        arg_max(reason, read_at) as reason
    from listings
    group by account, resource, scope
    having arg_max(pages, read_at) > 0  -- what is gone is not looked at again
),

holding as (
    select
        account,
        case kind
            when 'tag_images' then 'tags'
            when 'org_access_token_resources' then 'org_access_tokens'
            else kind
        end as resource,
        count(*) filter (parent = '') as entries
    from state_versions
    where valid_to is null
    group by all
)

select
    newest.account,
    newest.resource,
    coalesce(any_value(holding.entries), 0) as entries,
    count(*) as listings,
    count(*) filter (newest.state = 'partial') as partial,
    min(newest.checked_at) as oldest_checked_at,
    max(newest.checked_at) as newest_checked_at,
    min(newest.whole_at) as oldest_whole_at,
    any_value(newest.reason) filter (newest.state = 'partial') as reason
from newest
left join holding on newest.account = holding.account and newest.resource = holding.resource
group by newest.account, newest.resource;

comment on view listing_ages is
'How old each listing is, over the repositories or teams that it has; see inconsistencies too.';
comment on column listing_ages.account is 'The organisation.';
comment on column listing_ages.resource is 'What is listed, such as tags.';
comment on column listing_ages.entries is 'How many things hold.';
comment on column listing_ages.listings is
'How many listings they come from: tags have one for each repository.';
comment on column listing_ages.partial is 'How many of these were not whole when last read.';
comment on column listing_ages.oldest_checked_at is
'When the one that was not looked at for longest was looked at.';
comment on column listing_ages.newest_checked_at is 'When the last one was looked at.';
comment on column listing_ages.oldest_whole_at is
'Since when each of them has been read to its end at least once.';
comment on column listing_ages.reason is 'Why one of them was not whole.';
