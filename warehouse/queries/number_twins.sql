-- Give each staged event its key: its content, and its number among identical ones.
create or replace temp table keyed as
with twins as (
    select content
    from staged
    where content is not null
    group by content
    having count(*) > 1
),

numbered as (
    select
        rowid as place,
        row_number() over (partition by content order by rowid) as occurrence
    from staged
    where content in (select content from twins)
)

select
    staged.rowid as place,
    coalesce(occurrence, 1)::integer as occurrence,
    case
        when coalesce(occurrence, 1) = 1 then content
        else md5(content::varchar || '/' || occurrence)::uuid
    end as event_key
from staged
left join numbered on staged.rowid = place
where content is not null;
