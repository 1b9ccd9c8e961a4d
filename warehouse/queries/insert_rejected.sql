-- Keep some entries that do not fit.
insert into rejected by name
with entries as (
    select
        unnest($reasons::varchar[]) as reason,
        unnest($raws::varchar[]) as raw,
        unnest($marks::varchar[]) as mark
)

select
    $account as account,
    $resource as resource,
    reason,
    raw,
    $window_id::uuid as window_id,
    $seen_at::timestamptz as seen_at,
    mark::uuid as raw_hash
from entries;
