create or replace view daily_activity as
select
    account,
    day,
    split_part(action, '.', 1) as action_group,
    action,
    sum(events)::bigint as events,
    count(distinct actor_user) as people
from activity_days
group by all;

comment on view daily_activity is 'How much happened on each day (UTC), by action.';
comment on column daily_activity.account is 'The organisation.';
comment on column daily_activity.day is 'The day in UTC.';
comment on column daily_activity.action_group is 'The part of the action before the first dot.';
comment on column daily_activity.action is 'The action.';
comment on column daily_activity.events is 'How many events.';
comment on column daily_activity.people is 'How many different users did them.';
