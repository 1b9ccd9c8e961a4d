create or replace view lateness_bounds as
with measured as (
    -- Whole microseconds: DuckDB looks every interval of days up in a calendar.
    select
        account,
        epoch_us(first_seen_at) - epoch_us(event_time) as late_us
    from events
    where late
    union all
    select distinct
        account,
        0 as late_us
    from coverage
)

select
    account,
    greatest(interval 10 minutes, to_microseconds(max(late_us))) as bound
from measured
group by account;

comment on view lateness_bounds is
'How far an event may be from the state that it left, and still be what explains it.';
comment on column lateness_bounds.account is 'The organisation.';
comment on column lateness_bounds.bound is
'The greatest lateness ever measured, at least ten minutes.';
