create or replace view lateness_bounds as
select
    account,
    greatest(
        interval 10 minutes, to_microseconds((coalesce(max(late_seconds), 0) * 1e6)::bigint)
    ) as bound
from coverage
group by account;

comment on view lateness_bounds is
'How far an event may be from the state that it left, and still be what explains it.';
comment on column lateness_bounds.account is 'The organisation.';
comment on column lateness_bounds.bound is
'The greatest lateness ever measured, at least ten minutes.';
