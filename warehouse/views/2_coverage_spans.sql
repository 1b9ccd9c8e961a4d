create or replace view coverage_spans as
select
    account,
    from_time,
    to_time
from coverage_segments
where state = 'covered';

comment on view coverage_spans is 'The time ranges that were read and verified.';
comment on column coverage_spans.account is 'The organization.';
comment on column coverage_spans.from_time is 'Start of the time range, included.';
comment on column coverage_spans.to_time is 'End of the time range, not included.';
