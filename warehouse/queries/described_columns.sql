-- Each described column, in the order of its table.
select
    table_name,
    column_name,
    lower(data_type) as kind,
    comment
from duckdb_columns()
where comment is not null
order by table_name, column_index;
