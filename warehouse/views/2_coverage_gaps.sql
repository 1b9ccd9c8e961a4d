create or replace view coverage_gaps as
with following as (
    select
        account,
        to_time as from_time,
        lead(from_time) over (partition by account order by from_time) as to_time
    from coverage_spans
),

-- How far back an answer has ever gone; what is younger than that can still be had.
depths as (
    select
        account,
        max(read_at - first_event) as depth
    from coverage
    group by account
)

select
    following.account,
    following.from_time,
    following.to_time,
    following.from_time + depths.depth as reachable_until
from following
inner join depths on following.account = depths.account
where following.to_time is not null;

comment on view coverage_gaps is 'Stretches between readings that nobody has read yet.';
comment on column coverage_gaps.account is 'The organisation.';
comment on column coverage_gaps.from_time is 'Start of the gap.';
comment on column coverage_gaps.to_time is 'End of the gap, not part of it.';
comment on column coverage_gaps.reachable_until is
'Until when the gap can be closed for certain: Docker Hub has answered for time this old before.';
