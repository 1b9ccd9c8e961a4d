-- How complete each day of the last 53 weeks is (UTC, Mondays first).
with beginning as (
    select max(oldest_event) as began
    from reach
    where account = $account and is_the_beginning
),

days as (
    select
        day,
        isodow(day) as weekday,
        date_trunc('week', day) as week,
        began,
        -- Whole microseconds, whose sums are exact.
        epoch_us(least(day + interval 1 day, $now::timestamptz))
        - epoch_us(greatest(day, coalesce(began, day))) as length,
        -- Of today, the last hour may still have to be read.
        if(day + interval 1 day > $now::timestamptz, 3600000000, 0) as spared
    from (
        select
            unnest(
                generate_series(
                    date_trunc('week', $now::timestamptz) - interval 52 weeks,
                    $now::timestamptz,
                    interval 1 day
                )
            ) as day
    )
    cross join beginning
),

taken as (
    select
        days.day,
        segments.state,
        epoch_us(least(segments.to_time, days.day + interval 1 day, $now::timestamptz))
        - epoch_us(greatest(segments.from_time, days.day, coalesce(days.began, days.day)))
            as length
    from days
    inner join coverage_segments as segments
        on
            segments.account = $account
            and segments.state <> 'not read'
            and days.day < segments.to_time
            and segments.from_time < days.day + interval 1 day
),

answered as (
    select
        day,
        sum(length) as length,
        coalesce(sum(length) filter (where state = 'not verified'), 0) as unverified
    from taken
    where length > 0
    group by day
),

counted as (
    select
        day,
        sum(events)::bigint as events
    from activity_days
    where account = $account and day >= ($now::timestamptz - interval 54 weeks)::date
    group by day
)

select
    days.day,
    days.week,
    days.weekday,
    coalesce(counted.events, 0) as events,
    case
        when days.day + interval 1 day <= days.began then 'before the organisation'
        when answered.length is null then 'not read'
        when answered.length < days.length - days.spared then 'partly read'
        when answered.unverified > 0 then 'not verified'
        else 'read'
    end as state
from days
left join answered on days.day = answered.day
left join counted on days.day::date = counted.day
order by days.day;
