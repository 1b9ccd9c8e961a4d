create or replace view coverage_segments as
with steps as (
    select
        account,
        moment,
        sum(verified) as verified,
        sum(answered) as answered
    from (
        select
            account,
            from_time as moment,
            (verified_at is not null)::integer as verified,
            1 as answered
        from coverage
        where state <> 'not read'
        union all
        select
            account,
            to_time as moment,
            -(verified_at is not null)::integer as verified,
            -1 as answered
        from coverage
        where state <> 'not read'
    )
    group by all
),

pieces as (
    select
        account,
        moment as from_time,
        lead(moment) over following as to_time,
        sum(verified) over following as verified,
        sum(answered) over following as answered
    from steps
    window following as (partition by account order by moment)
),

standing as (
    select
        account,
        from_time,
        to_time,
        case
            when verified > 0 then 'covered'
            when answered > 0 then 'not verified'
            else 'not read'
        end as state
    from pieces
    where to_time is not null
),

numbered as (
    select
        account,
        from_time,
        to_time,
        state,
        sum(begins) over (partition by account order by from_time) as segment
    from (
        select
            *,
            (
                state is distinct from
                lag(state) over (partition by account order by from_time)
            )::integer as begins
        from standing
    )
)

select
    account,
    min(from_time) as from_time,
    max(to_time) as to_time,
    any_value(state) as state
from numbered
group by account, segment;

comment on view coverage_segments is
'All time from the first reading to the last, in time ranges of one state each.';
comment on column coverage_segments.account is 'The organization.';
comment on column coverage_segments.from_time is 'Start of the time range, included.';
comment on column coverage_segments.to_time is 'End of the time range, not included.';
comment on column coverage_segments.state is
'covered: read, and verified that nothing is missing. not verified: read, but events may be missing.
not read: no reading reaches it.';
