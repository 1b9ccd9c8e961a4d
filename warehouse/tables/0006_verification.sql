-- Which readings were verified, what the service accepts, and how wrong this machine's clock was.

alter table coverage add column verified_at timestamptz;
alter table coverage add column doubt varchar;
alter table coverage add column failed_checks integer default 0;
comment on column coverage.verified_at is
'When it was verified that nothing is missing; null where it was not.';
comment on column coverage.doubt is 'Why it is not verified, in a sentence.';
comment on column coverage.failed_checks is
'How often it could not be verified; the more often, the later it is tried again.';
comment on table coverage is 'The ledger: one row for each reading of a time range.';
comment on column coverage.from_time is 'Start of the time range, included.';
comment on column coverage.to_time is 'End of the time range, not included.';
comment on column coverage.state is
'complete; shrunk where the answer held fewer events than are kept (nothing was deleted); answered,
not verified where events may be missing; not read where it is dated later than it can have been.';

-- Until now the end of a reading was believed without a check.
update coverage set
    state = 'answered, not verified',
    doubt = 'It was recorded before the ends of readings were verified.';

-- A reading that is dated later than one that was recorded after it was made by a wrong clock.
update coverage set
    state = 'not read',
    doubt = 'This machine''s clock was ahead of Docker Hub''s when it was recorded.'
where window_id in (
    select window_id
    from (
        select
            window_id,
            read_at,
            min(read_at) over (
                partition by account
                order by rowid
                rows between 1 following and unbounded following
            ) as next_read_at
        from coverage
    )
    where read_at > next_read_at + interval 1 hour
);

create table service_limits (
    account varchar not null,
    widest_seconds double,
    most_rows bigint,
    found_at timestamptz not null
);
comment on table service_limits is
'What Docker Hub was found to accept in one question about the audit log; the newest row counts.';
comment on column service_limits.account is 'The organization.';
comment on column service_limits.widest_seconds is
'The longest time range that may be asked for, in seconds; null where none was refused.';
comment on column service_limits.most_rows is
'After how many rows answers break off; null where none did.';
comment on column service_limits.found_at is 'When this was found; it is forgotten after 30 days.';

alter table runs add column clock_ahead_seconds double;
comment on column runs.clock_ahead_seconds is
'How far this machine''s clock was ahead of Docker Hub''s (negative: behind); null where unknown.';
