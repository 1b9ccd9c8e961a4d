-- Say what is wrong with the doubtful entries of a batch. What replaces an entry that was no JSON
-- or was too large is recognized by its fields. Only types and short texts are extracted: to write
-- a large value out again takes many times its size in memory.
update staged
set
    reason = judged.reason,
    event_key = case when judged.reason is null then staged.event_key end
from (
    with pages as (
        select unnest($pages::varchar[]) as page
    ),

    entries as (
        select unnest(page::json[]) as entry
        from pages
    ),

    placed as (
        select
            $first + row_number() over () - 1 as place,
            json_type(
                entry,
                [
                    '$', '$.timestamp', '$.action', '$.name', '$.actor', '$.data',
                    '$.action_description', '$."no JSON"', '$.entry'
                ]
            ) as types,
            json_keys(entry) as fields,
            json_extract_string(entry, ['$.timestamp', '$.action', '$."larger than"']) as said
        from entries
    )

    select
        place,
        try_cast(said[1] as timestamptz) as event_time,
        case
            when fields = ['no JSON'] and types[8] = 'VARCHAR' then 'the entry is no JSON'
            when
                fields = ['entry', 'larger than']
                and types[9] = 'OBJECT'
                and regexp_full_match(said[3], '[\d.]+ MB|what fits into memory')
                then 'the entry is larger than ' || said[3]
            when types[1] <> 'OBJECT' then 'the entry is no object'
            when coalesce(types[2], '') <> 'VARCHAR' then 'timestamp is no text'
            when event_time is null then 'timestamp is no time'
            when event_time < timestamptz '2015-01-01 00:00:00+00'
                then 'timestamp lies before there were audit logs'
            when event_time > $read_at::timestamptz + interval 1 day
                then 'timestamp lies in the future'
            when coalesce(types[3], '') <> 'VARCHAR' then 'action is no text'
            when said[2] = '' then 'action is empty'
            when types[4] not in ('VARCHAR', 'NULL') then 'name is no text'
            when types[5] not in ('VARCHAR', 'NULL') then 'actor is no text'
            when types[6] not in ('OBJECT', 'NULL') then 'data is no object'
            when types[7] not in ('VARCHAR', 'NULL') then 'action_description is no text'
        end as reason
    from placed
) as judged
where staged.place = judged.place and judged.reason is not null;
