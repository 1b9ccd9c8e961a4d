-- The size of the large entries that are staged, all together.
with sizes as (
    select strlen(coalesce(raw, body::varchar)) as size
    from staged
)

select coalesce(sum(size), 0)::bigint as size
from sizes
where size > $large;
