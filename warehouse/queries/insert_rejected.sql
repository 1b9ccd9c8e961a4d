-- Keep what does not fit; as often as an answer held it, however often it is read.
insert into rejected
with kept as (
    select
        raw,
        count(*) as times
    from rejected
    where account = $account and resource = $resource
    group by raw
),

met as (
    select
        raw,
        reason,
        row_number() over (partition by raw) as occurrence
    from staged
    where reason is not null
)

select
    $account as account,
    $resource as resource,
    met.reason,
    met.raw,
    $window_id::uuid as window_id,
    $seen_at::timestamptz as seen_at
from met
left join kept on met.raw = kept.raw
where met.occurrence > coalesce(kept.times, 0);
