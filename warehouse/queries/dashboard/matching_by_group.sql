-- How many events pass the explorer's filters, by hour, day or month and group of actions.
select
    date_trunc($bucket, make_timestamptz(hours * 3600000000)) as bucket,
    split_part(action, '.', 1) as action_group,
    sum(events)::bigint as events
from (
    select
        -- Whole numbers: DuckDB looks every time up in a calendar.
        epoch_us(event_time) // 3600000000 as hours,
        action,
        count(*) as events
    from matching
    group by all
)
group by all
order by bucket, action_group;
