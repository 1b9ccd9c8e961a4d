-- A page's entries, numbered through the listing. Whoever asks leaves secrets out; should one come
-- all the same, it goes no further than here.
create or replace temp table entries as
with listed as (
    select
        unnest($page::json[]) as entry,
        generate_subscripts($page::json[], 1) as number
)

select
    $first + number as place,
    regexp_replace(
        entry::varchar,
        '"(token|secret|password)":("(\\.|[^"\\])*"|[^",{}\[\]]+)',
        '"\1":null',
        'gi'
    )::json as entry
from listed;
