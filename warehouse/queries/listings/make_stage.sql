-- Where the entries of one listing stand before they are kept, and the words that its kind uses.
create or replace temp table staged (
    place bigint,
    kind varchar,
    parent varchar,
    key varchar,
    formerly varchar,
    body json,
    volatile json,
    parts boolean,
    reason varchar,
    raw varchar
);

-- The entries of some pages, on their way to the stage.
create or replace temp table entries (
    place bigint,
    entry json
);

-- Of a key that came twice, the later place counts, unless it cannot be understood.
create or replace temp view last_said as
select
    key,
    coalesce(max(place) filter (reason is null), max(place)) as place
from staged
where parent = '' and key is not null
group by key;

create or replace temp view chosen as
select *  -- noqa: AM04, the columns are the stage's
from staged
where key is not null and place in (select last_said.place from last_said);

-- What the first of these fields says that says anything; null where that is no text or number.
create or replace temp macro known_by(entry, paths) as
list_transform(
    list_filter(
        list_zip(json_type(entry, paths), json_extract_string(entry, paths)),
        lambda one: one[2] <> ''
    ),
    lambda one: case when one[1] in ('VARCHAR', 'UBIGINT', 'BIGINT') then one[2] end
)[1];

-- These fields of an entry, and the entry without them; fields is a pattern of names and "JSON".
create or replace temp macro fields_of(entry, fields) as to_json(json_transform(entry, fields));
create or replace temp macro without(entry, fields) as
json_merge_patch(entry, replace(fields, '"JSON"', 'null'));

-- A list of parts that Docker Hub may send as a single one (behaviour.md 6). A null in it would
-- become one of SQL, which is no text to keep.
create or replace temp macro parts_of(entry, field) as case json_type(entry, field)
    when 'ARRAY'
        then
            list_transform(
                json_extract(entry, field)::json[], lambda one: coalesce(one, 'null'::json)
            )
    when 'OBJECT' then [json_extract(entry, field)]
end;

-- The first field that does not fit its column, and how; null where all do.
create or replace temp macro misfit(
    entry,
    texts := []::varchar[],
    numbers := []::varchar[],
    truths := []::varchar[],
    times := []::varchar[],
    lists := []::varchar[],
    objects := []::varchar[]
) as coalesce(
    list_filter(
        list_zip(texts, json_type(entry, texts)),
        lambda one: one[2] not in ('VARCHAR', 'NULL')
    )[1][1][3:] || ' is no text',
    list_filter(
        list_zip(numbers, json_extract_string(entry, numbers)),
        lambda one: not regexp_full_match(one[2], '-?\d{1,18}')
    )[1][1][3:] || ' is no whole number',
    list_filter(
        list_zip(truths, json_extract_string(entry, truths)),
        lambda one: one[2] is not null and try_cast(one[2] as boolean) is null
    )[1][1][3:] || ' is no truth',
    list_filter(
        list_zip(times, json_extract_string(entry, times)),
        lambda one: one[2] <> '' and try_cast(one[2] as timestamptz) is null
    )[1][1][3:] || ' is no time',
    list_filter(
        list_zip(lists, json_type(entry, lists)),
        lambda one: one[2] not in ('ARRAY', 'NULL')
    )[1][1][3:] || ' is no list',
    list_filter(
        list_zip(objects, json_type(entry, objects)),
        lambda one: one[2] not in ('OBJECT', 'NULL')
    )[1][1][3:] || ' is no object'
);
