-- The parameters are called as no column is, or DuckDB would mix them up with the views' columns.
create or replace macro activity_between(of_account, from_time, to_time, width) as table
    select
        date_trunc(width, day::timestamp) at time zone 'UTC' as bucket,
        split_part(action, '.', 1) as action_group,
        action,
        actor_user,
        token_id,
        token_label,
        repository,
        events
    from activity_days
    where
        width <> 'hour'
        and account = of_account
        and day > (from_time at time zone 'UTC' - interval 1 microsecond)::date
        and day < (to_time at time zone 'UTC')::date
    union all
    select
        date_trunc(width, event_time at time zone 'UTC') at time zone 'UTC' as bucket,
        action_group,
        action,
        actor_user,
        token_id,
        token_label,
        repository,
        count(*) as events
    from audit_events
    where
        account = of_account
        and event_time >= from_time
        and event_time < if(
            width = 'hour',
            to_time,
            least(
                to_time,
                ((from_time at time zone 'UTC' - interval 1 microsecond)::date + 1)::timestamp
                at time zone 'UTC'
            )
        )
    group by all
    union all
    select
        date_trunc(width, event_time at time zone 'UTC') at time zone 'UTC' as bucket,
        action_group,
        action,
        actor_user,
        token_id,
        token_label,
        repository,
        count(*) as events
    from audit_events
    where
        width <> 'hour'
        and account = of_account
        and event_time >= greatest(
            date_trunc('day', to_time at time zone 'UTC') at time zone 'UTC',
            ((from_time at time zone 'UTC' - interval 1 microsecond)::date + 1)::timestamp
            at time zone 'UTC'
        )
        and event_time < to_time
    group by all;
comment on macro table activity_between is -- noqa: PRS
'How often each user did each thing between two times, by hour, day or month in UTC; events of whole
days are counted already (activity_days).';
