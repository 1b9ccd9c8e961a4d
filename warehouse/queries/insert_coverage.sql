-- Write the reading into the ledger, in the transaction that holds its events.
insert into coverage
with kept as (
    select
        count(*) as events,
        max(epoch_us(first_seen_at) - epoch_us(event_time)) filter (
            late and window_id = $window_id::uuid
        ) / 1e6 as late_seconds
    from events
    where
        account = $account
        and event_time >= $from_time::timestamptz
        and event_time < $to_time::timestamptz
),

answered as (
    select
        count(*) as events,
        min(event_time) as first_event,
        max(event_time) as last_event,
        sha256(coalesce(string_agg(event_key::varchar, ',' order by event_key), ''))
            as content_hash
    from staged
    where event_key is not null
)

select
    $window_id::uuid as window_id,
    $account as account,
    $from_time::timestamptz as from_time,
    $to_time::timestamptz as to_time,
    case
        when $doubt is not null then 'answered, not verified'
        when answered.events < kept.events then 'shrunk'
        else 'complete'
    end as state,
    $page_count as pages,
    $requests as requests,
    answered.events,
    $new_events as new_events,
    answered.first_event,
    answered.last_event,
    answered.content_hash,
    $tail_page as tail_page,
    $tail_hash as tail_hash,
    $run_id::uuid as run_id,
    $read_at::timestamptz as read_at,
    $read_at::timestamptz as checked_at,
    kept.late_seconds,
    if($doubt is null, $seen_at::timestamptz, null) as verified_at,
    $doubt as doubt,
    $failed_checks as failed_checks
from answered, kept
returning events;
