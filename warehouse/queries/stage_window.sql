-- Take the pages of one reading apart: one row for each entry, with what it says and what is wrong.
create or replace temp table staged as
with entries as (
    select unnest(page::json[]) as raw
    from (select unnest($pages::varchar[]) as page)
),

parsed as (
    select
        raw,
        json_type(
            raw,
            [
                '$.timestamp', '$.action', '$.name', '$.actor',
                '$.data', '$.action_description', '$.account', '$.event_id'
            ]
        ) as types,
        json_transform(
            raw,
            '{
                "timestamp": "VARCHAR", "action": "VARCHAR", "name": "VARCHAR", "actor": "VARCHAR",
                "data": "JSON", "action_description": "VARCHAR", "event_id": "VARCHAR"
            }'
        ) as entry
    from entries
),

typed as (
    select
        raw,
        types,
        entry.action,
        entry.name,
        entry.actor,
        entry.action_description,
        try_cast(entry.timestamp as timestamptz) as event_time,
        nullif(entry.data::varchar, 'null')::json as data,
        nullif(entry.event_id, '') as source_event_id
    from parsed
),

judged as (
    select
        * exclude (types),
        case
            when json_type(raw) <> 'OBJECT' then 'the entry is no object'
            when coalesce(types[1], '') <> 'VARCHAR' then 'timestamp is no text'
            when event_time is null then 'timestamp is no time'
            when event_time < timestamptz '2015-01-01 00:00:00+00'
                then 'timestamp lies before there were audit logs'
            when event_time > $read_at::timestamptz + interval 1 day
                then 'timestamp lies in the future'
            when coalesce(types[2], '') <> 'VARCHAR' then 'action is no text'
            when action = '' then 'action is empty'
            when types[3] not in ('VARCHAR', 'NULL') then 'name is no text'
            when types[4] not in ('VARCHAR', 'NULL') then 'actor is no text'
            when types[5] not in ('OBJECT', 'NULL') then 'data is no object'
            when types[6] not in ('VARCHAR', 'NULL') then 'action_description is no text'
        end as reason,
        case
            when len(json_keys(raw)) > list_count(types)
                then json_merge_patch(
                    raw,
                    '{
                        "account": null, "action": null, "name": null, "actor": null, "data": null,
                        "timestamp": null, "action_description": null, "event_id": null
                    }'
                )
        end as other_fields
    from typed
)

select
    event_time,
    action,
    name,
    actor,
    data,
    action_description,
    other_fields,
    source_event_id,
    reason,
    case when reason is not null then raw::varchar end as raw,
    -- What makes an event the same event in every answer: neither its id, which comes and goes,
    -- nor its sentence, which is wording (behaviour.md 1.3, 1.21).
    case
        when reason is null
            then md5(
                concat_ws(
                    chr(31),
                    $account::varchar,
                    epoch_us(event_time),
                    action,
                    coalesce(name, ''),
                    coalesce(actor, ''),
                    coalesce(nullif(data::varchar, '{}'), '')
                )
            )::uuid
    end as content
from judged
where
    reason is not null
    or (event_time >= $from_time::timestamptz and event_time < $to_time::timestamptz);
