-- How late events of each action arrived, in minutes, the latest first.
select
    action,
    events,
    late_events,
    p50_seconds / 60 as p50_minutes,
    p95_seconds / 60 as p95_minutes,
    max_seconds / 60 as max_minutes
from lateness
where account = $account and late_events > 0
order by max_seconds desc
limit $most;
