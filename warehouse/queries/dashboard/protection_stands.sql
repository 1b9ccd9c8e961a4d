-- What protects the organisation as it stands, by the newest change or listing of each thing.
select
    [area] as area,
    thing,
    if(after = 'changed', 'there', after) as stands,
    event_time as since,
    actor_user
from protection
where
    is_newest
    and after <> 'gone'
    -- In one with the area, or DuckDB words every event of the log to compare it.
    and (area <> 'settings' or thing <> 'organisation settings')
order by list_position($areas::varchar[], protection.area), thing
limit $most;
