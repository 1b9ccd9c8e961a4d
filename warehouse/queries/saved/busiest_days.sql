-- On which days did most happen, and what?
select
    day,
    sum(events) as events,
    arg_max(action, events) as most_of_it
from daily_activity
group by day
order by events desc
limit 30;
