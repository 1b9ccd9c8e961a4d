-- Add the events of a reading that are not kept yet; never take one away.
insert into events
with kept as (
    select event_key
    from events
    where
        account = $account
        and event_time >= $from_time::timestamptz
        and event_time < $to_time::timestamptz
),

read_before as (
    select
        from_time,
        to_time
    from coverage
    where
        account = $account
        and from_time < $to_time::timestamptz
        and to_time > $from_time::timestamptz
),

found as (
    select
        *,
        json_extract_string(
            data, ['$.access_token_id', '$.access_token_label', '$.tag']
        ) as said,
        -- A token's event names its user and itself in one string (behaviour.md 1.6), taken apart
        -- by hand: a regular expression takes five times as long.
        position(' - access token "' in actor) as beside,
        beside > 0 and ends_with(actor, '"') and len(actor) >= beside + 17 as named
    from staged
    where event_key is not null and event_key not in (select event_key from kept)
)

select
    event_key,
    $account as account,
    event_time,
    action,
    name,
    actor,
    data,
    action_description,
    other_fields,
    source_event_id,
    occurrence,
    $seen_at::timestamptz as first_seen_at,
    exists(
        select 1
        from read_before
        where found.event_time >= read_before.from_time and found.event_time < read_before.to_time
    ) as late,
    $window_id::uuid as window_id,
    if(named, actor[:beside - 1], actor) as actor_user,
    said[1] as token_id,
    coalesce(said[2], nullif(if(named, actor[beside + 17:-2], ''), '')) as token_label,
    case when starts_with(action, 'repo.tag.') then said[3] end as tag,
    if(tag is null, null, key_of_tag($account, name, tag)) as tag_key
from found;
