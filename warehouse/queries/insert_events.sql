-- Add the new events of a batch.
insert into events
with pages as (
    select unnest($pages::varchar[]) as page
),

entries as (
    select
        unnest(json_transform(
            page,
            '[{
                "account": "VARCHAR", "action": "VARCHAR", "name": "VARCHAR", "actor": "VARCHAR",
                "data": "JSON", "action_description": "VARCHAR", "event_id": "VARCHAR"
            }]'
        )) as entry,
        -- To find the unknown fields costs as much as all the rest, and hardly any event has one.
        unnest(case when $others then page::json[] else [null] end) as raw
    from pages
),

placed as (
    select
        entry,
        raw,
        $first + row_number() over () - 1 as place
    from entries
),

new as (
    select *
    from placed
    inner join fresh using (place)
),

found as (
    select
        *,
        json_extract_string(
            entry.data, ['$.access_token_id', '$.access_token_label', '$.tag']
        ) as said,
        -- A token's event names its user and itself in one string (behaviour.md 1.6), taken apart
        -- by hand: a regular expression takes five times as long.
        position(' - access token "' in entry.actor) as beside,
        beside > 0 and ends_with(entry.actor, '"') and len(entry.actor) >= beside + 17 as named
    from new
)

select
    event_key,
    $account as account,
    event_time,
    entry.action,
    entry.name,
    entry.actor,
    entry.data,
    entry.action_description,
    case
        when $others then nullif(
            json_merge_patch(
                raw,
                '{
                    "account": null, "action": null, "name": null, "actor": null, "data": null,
                    "timestamp": null, "action_description": null, "event_id": null
                }'
            )::varchar,
            '{}'
        )
    end as other_fields,
    nullif(entry.event_id, '') as source_event_id,
    occurrence,
    $seen_at::timestamptz as first_seen_at,
    late,
    $window_id::uuid as window_id,
    if(named, entry.actor[:beside - 1], entry.actor) as actor_user,
    said[1] as token_id,
    coalesce(said[2], nullif(if(named, entry.actor[beside + 17:-2], ''), '')) as token_label,
    case when starts_with(entry.action, 'repo.tag.') then said[3] end as tag,
    if(tag is null, null, key_of_tag($account, entry.name, tag)) as tag_key,
    case
        when lower(entry.account) <> lower($account) then nullif(entry.account, '')
    end as sent_account
from found;
