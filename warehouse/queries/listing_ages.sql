-- How old each listing is.
select
    account,
    resource,
    entries,
    listings,
    partial,
    oldest_checked_at,
    newest_checked_at,
    oldest_whole_at,
    reason
from listing_ages
order by account, resource;
