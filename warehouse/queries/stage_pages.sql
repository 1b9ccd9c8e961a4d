-- Stage a batch of entries of one reading: a row for each, with its key and whether it may be
-- wrong. Most entries are as they should be, so a cheap doubt comes first: what is no text arrives
-- here as its JSON, and look_closer.sql tells it from a text that reads like JSON.
insert into staged
with pages as (
    select unnest($pages::varchar[]) as page
),

entries as (
    select
        unnest(json_transform(
            page,
            '[{
                "timestamp": "VARCHAR", "action": "VARCHAR", "name": "VARCHAR",
                "actor": "VARCHAR", "data": "JSON", "action_description": "VARCHAR"
            }]'
        )) as entry
    from pages
),

timed as (
    select
        entry,
        $first + row_number() over () - 1 as place,
        try_cast(entry.timestamp as timestamptz) as event_time
    from entries
)

select
    place,
    event_time,
    event_time is null
    or event_time < timestamptz '2015-01-01 00:00:00+00'
    or event_time > $read_at::timestamptz + interval 1 day
    or json_valid(entry.timestamp)
    or entry.action is null
    or entry.action = ''
    or may_be_no_text(entry.action)
    or may_be_no_text(entry.name)
    or may_be_no_text(entry.actor)
    or not starts_with(entry.data::varchar, '{')
    or may_be_no_text(entry.action_description) as doubtful,
    null::varchar as reason,
    -- What makes an event the same event in every answer: neither its id, which comes and goes,
    -- nor its sentence, which is wording (behaviour.md 1.3, 1.21), nor the account written in it.
    -- Null outside the window.
    case
        when event_time >= $from_time::timestamptz and event_time < $to_time::timestamptz
            then md5(
                concat(
                    $account::varchar, chr(31),
                    epoch_us(event_time), chr(31),
                    entry.action, chr(31),
                    entry.name, chr(31),
                    entry.actor, chr(31),
                    nullif(entry.data::varchar, '{}')
                )
            )::uuid
    end as event_key,
    1 as occurrence
from timed;
