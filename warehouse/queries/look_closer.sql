-- Say what is wrong with the doubtful entries of these pages, and keep word for word what has no
-- column of its own: rejected entries, and unknown fields.
update staged
set
    reason = judged.reason,
    raw = case
        when judged.reason = 'the entry is no JSON' then judged.raw ->> 'no JSON'
        when judged.reason is not null then judged.raw::varchar
    end,
    event_key = case when judged.reason is null then staged.event_key end,
    other_fields = case when judged.others::varchar <> '{}' then judged.others end
from (
    with pages as (
        select unnest($pages::varchar[]) as page
    ),

    entries as (
        select
            unnest(page::json[]) as raw,
            unnest(json_transform(
                page,
                '[{
                    "timestamp": "JSON", "action": "JSON", "name": "JSON", "actor": "JSON",
                    "data": "JSON", "action_description": "JSON", "no JSON": "JSON"
                }]'
            )) as entry
        from pages
    ),

    placed as (
        select
            *,
            $first + row_number() over () - 1 as place,
            try_cast(entry.timestamp ->> '$' as timestamptz) as event_time
        from entries
    )

    select
        raw,
        place,
        case
            when entry."no JSON" is not null and json_keys(raw) = ['no JSON']
                then 'the entry is no JSON'
            when json_type(raw) <> 'OBJECT' then 'the entry is no object'
            when coalesce(left(entry.timestamp::varchar, 1), '') <> '"' then 'timestamp is no text'
            when event_time is null then 'timestamp is no time'
            when event_time < timestamptz '2015-01-01 00:00:00+00'
                then 'timestamp lies before there were audit logs'
            when event_time > $read_at::timestamptz + interval 1 day
                then 'timestamp lies in the future'
            when coalesce(left(entry.action::varchar, 1), '') <> '"' then 'action is no text'
            when entry.action::varchar = '""' then 'action is empty'
            when left(entry.name::varchar, 1) <> '"' then 'name is no text'
            when left(entry.actor::varchar, 1) <> '"' then 'actor is no text'
            when left(entry.data::varchar, 1) <> '{' then 'data is no object'
            when left(entry.action_description::varchar, 1) <> '"'
                then 'action_description is no text'
        end as reason,
        json_merge_patch(
            raw,
            '{
                "account": null, "action": null, "name": null, "actor": null, "data": null,
                "timestamp": null, "action_description": null, "event_id": null
            }'
        ) as others
    from placed
) as judged
where staged.rowid = judged.place;
