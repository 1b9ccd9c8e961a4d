-- How old each listing of the state is, the oldest first.
select
    resource,
    entries,
    listings,
    partial,
    oldest_checked_at,
    oldest_whole_at,
    coalesce(reason, '') as reason
from listing_ages
where account = $account
order by oldest_checked_at
limit $most;
