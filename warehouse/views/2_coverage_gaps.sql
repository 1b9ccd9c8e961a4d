create or replace view coverage_gaps as
-- How far back an answer has ever gone; what is younger than that can still be read.
with depths as (
    select
        account,
        max(read_at - first_event) as depth
    from coverage
    group by account
)

select
    segments.account,
    segments.from_time,
    segments.to_time,
    segments.from_time + depths.depth as reachable_until
from coverage_segments as segments
inner join depths on segments.account = depths.account
where segments.state = 'not read';

comment on view coverage_gaps is 'Time ranges between readings that were never read.';
comment on column coverage_gaps.account is 'The organization.';
comment on column coverage_gaps.from_time is 'Start of the gap, included.';
comment on column coverage_gaps.to_time is 'End of the gap, not included.';
comment on column coverage_gaps.reachable_until is
'Until when the gap can certainly be read: Docker Hub has answered for time this old before.';
