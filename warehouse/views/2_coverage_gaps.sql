create or replace view coverage_gaps as
with following as (
    select
        account,
        to_time as from_time,
        lead(from_time) over (partition by account order by from_time) as to_time
    from coverage_spans
)

select
    account,
    from_time,
    to_time
from following
where to_time is not null;

comment on view coverage_gaps is 'Stretches between readings that nobody has read yet.';
comment on column coverage_gaps.account is 'The organisation.';
comment on column coverage_gaps.from_time is 'Start of the gap.';
comment on column coverage_gaps.to_time is 'End of the gap, not part of it.';
