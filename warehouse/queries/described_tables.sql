-- The tables and views that people may rely on: those whose columns are described.
with subjects as (
    select
        table_name as name,
        comment
    from duckdb_tables()
    union all
    select
        view_name as name,
        comment
    from duckdb_views()
    where not internal
)

select
    name,
    comment
from subjects
where
    name in (
        select columns.table_name
        from duckdb_columns() as columns
        where columns.comment is not null
    )
order by name;
