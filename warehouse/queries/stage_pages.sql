-- Take pages of one reading apart: a row for each entry, with what it says and what is wrong.
-- Its raw text is fetched by fetch_raw.sql where it is wanted: to parse once is twice as fast.
insert into staged
with pages as (
    select unnest($pages::varchar[]) as page
),

parsed as (
    select
        unnest(json_transform(
            page,
            '[{
                "timestamp": "JSON", "action": "JSON", "name": "JSON", "actor": "JSON",
                "data": "JSON", "action_description": "JSON", "event_id": "JSON"
            }]'
        )) as entry
    from pages
),

typed as (
    select
        entry,
        try_cast(entry.timestamp ->> '$' as timestamptz) as event_time,
        entry.action ->> '$' as action,
        entry.name ->> '$' as name,
        entry.actor ->> '$' as actor,
        entry.data,
        entry.action_description ->> '$' as action_description,
        entry.event_id ->> '$' as source_event_id
    from parsed
),

judged as (
    select
        * exclude (entry),
        case
            when coalesce(left(entry.timestamp::varchar, 1), '') <> '"' then 'timestamp is no text'
            when event_time is null then 'timestamp is no time'
            when event_time < timestamptz '2015-01-01 00:00:00+00'
                then 'timestamp lies before there were audit logs'
            when event_time > $read_at::timestamptz + interval 1 day
                then 'timestamp lies in the future'
            when coalesce(left(entry.action::varchar, 1), '') <> '"' then 'action is no text'
            when action = '' then 'action is empty'
            when left(entry.name::varchar, 1) <> '"' then 'name is no text'
            when left(entry.actor::varchar, 1) <> '"' then 'actor is no text'
            when left(entry.data::varchar, 1) <> '{' then 'data is no object'
            when left(entry.action_description::varchar, 1) <> '"'
                then 'action_description is no text'
        end as reason
    from typed
)

select
    event_time,
    action,
    name,
    actor,
    data,
    action_description,
    null::json as other_fields,
    nullif(source_event_id, '') as source_event_id,
    reason,
    null::varchar as raw,
    -- What makes an event the same event in every answer: neither its id, which comes and goes,
    -- nor its sentence, which is wording (behaviour.md 1.3, 1.21). Null outside the window.
    case
        when
            reason is null
            and event_time >= $from_time::timestamptz
            and event_time < $to_time::timestamptz
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
from judged;
