create or replace view lateness_bounds as
with collected as (
    select distinct account
    from coverage
)

select
    collected.account,
    greatest(interval 10 minutes, max(events.first_seen_at - events.event_time)) as bound
from collected
left join events on collected.account = events.account and events.late
group by collected.account;

comment on view lateness_bounds is
'How far an event may be from the state that it left, and still be what explains it.';
comment on column lateness_bounds.account is 'The organisation.';
comment on column lateness_bounds.bound is
'The greatest lateness ever measured, at least ten minutes.';
