-- How much of each day of the last 53 weeks (UTC, Mondays first) was read.
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
        epoch(
            least(day + interval 1 day, $now::timestamptz) - greatest(day, coalesce(began, day))
        ) as seconds,
        -- Of today, the last hour may still have to be read.
        if(day + interval 1 day > $now::timestamptz, 3600, 0) as spared
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
        sum(
            epoch(
                least(spans.to_time, days.day + interval 1 day)
                - greatest(spans.from_time, days.day, coalesce(days.began, days.day))
            )
        ) as seconds
    from days
    inner join coverage_spans as spans
        on
            spans.account = $account
            and days.day < spans.to_time
            and spans.from_time < days.day + interval 1 day
    group by days.day
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
        when taken.seconds is null then 'not read'
        when taken.seconds >= days.seconds - days.spared then 'read'
        else 'partly read'
    end as state
from days
left join taken on days.day = taken.day
left join counted on days.day::date = counted.day
order by days.day;
