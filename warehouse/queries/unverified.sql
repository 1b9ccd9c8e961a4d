-- The readings to verify now, newest first: those that this run made, those of the time that is
-- asked for, and those that are due again, unless verified readings have taken their place. Of one
-- window the newest reading counts, and how often all of them were checked in vain.
with standing as (
    select
        window_id,
        from_time,
        to_time,
        events,
        run_id,
        checked_at,
        sum(failed_checks) over same_window as failed_checks
    from coverage
    where account = $account and verified_at is null and state <> 'not read'
    window same_window as (partition by from_time, to_time)
    qualify row_number() over (partition by from_time, to_time order by read_at desc) = 1
)

select
    standing.window_id::varchar as window_id,
    standing.from_time,
    standing.to_time,
    standing.events,
    standing.failed_checks::integer as failed_checks
from standing
where
    (
        standing.run_id = $run_id::uuid
        or (standing.from_time < $until::timestamptz and standing.to_time > $since::timestamptz)
        or standing.failed_checks = 0
        or standing.checked_at
        + least(
            to_hours(power(2, least(standing.failed_checks, 8))::integer),
            interval 7 days
        ) < $now::timestamptz
    )
    and not exists (
        select 1
        from coverage_spans as spans
        where
            spans.account = $account
            and spans.from_time <= standing.from_time
            and spans.to_time >= standing.to_time
    )
order by standing.from_time desc;
