-- How often each of these entries is kept already, found by the hash of its text.
with wanted as (
    select unnest($marks::varchar[]) as mark
)

select
    raw_hash,
    count(*) as times
from rejected
where
    account = $account
    and resource = $resource
    and raw_hash in (select mark::uuid from wanted)
group by raw_hash;
