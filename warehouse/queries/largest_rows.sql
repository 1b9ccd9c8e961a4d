-- The size of the largest rows that may lie together: DuckDB holds 2,048 rows of a table at once.
with largest as (
    select bytes
    from large_rows
    order by bytes desc
    limit 2048
)

select coalesce(sum(bytes), 0)::bigint as bytes
from largest;
