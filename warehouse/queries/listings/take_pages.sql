-- The entries of some pages, numbered through the listing. Whoever asks leaves secrets out; should
-- one come all the same, it goes no further than here.
create or replace temp table entries as
with pages as (
    select
        unnest($pages::varchar[]) as page,
        generate_subscripts($pages::varchar[], 1) as page_number
),

listed as (
    select
        page_number,
        unnest(page::json[]) as entry,
        generate_subscripts(page::json[], 1) as number
    from pages
)

select
    $first + row_number() over (order by page_number, number) as place,
    regexp_replace(
        entry::varchar,
        '"(token|secret|password)":("(\\.|[^"\\])*"|[^",{}\[\]]+)',
        '"\1":null',
        'gi'
    )::json as entry
from listed;
