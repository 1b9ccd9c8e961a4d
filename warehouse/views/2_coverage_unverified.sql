create or replace view coverage_unverified as
select
    segments.account,
    segments.from_time,
    segments.to_time,
    arg_max(readings.doubt, readings.read_at) as reason
from coverage_segments as segments
inner join coverage as readings
    on
        segments.account = readings.account
        and segments.from_time < readings.to_time
        and segments.to_time > readings.from_time
where
    segments.state = 'not verified'
    and readings.verified_at is null
    and readings.state <> 'not read'
group by segments.account, segments.from_time, segments.to_time;

comment on view coverage_unverified is
'Time ranges that were answered but not verified: events may be missing in them.';
comment on column coverage_unverified.account is 'The organization.';
comment on column coverage_unverified.from_time is 'Start of the time range, included.';
comment on column coverage_unverified.to_time is 'End of the time range, not included.';
comment on column coverage_unverified.reason is
'Why it is not verified; of several reasons, that of the newest reading.';
