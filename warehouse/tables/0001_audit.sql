-- The audit trail: events as they came, what has been read, what would not fit, and the runs.

create table events (
    event_key uuid not null,
    account varchar not null,
    event_time timestamptz not null,
    action varchar not null,
    name varchar,
    actor varchar,
    data json,
    action_description varchar,
    other_fields json,
    source_event_id varchar,
    occurrence integer not null,
    first_seen_at timestamptz not null,
    late boolean not null,
    window_id uuid not null
);
comment on table events is 'Audit events as they came, one row each; ask audit_events instead.';

create table audit_actions (
    account varchar not null,
    action varchar not null,
    action_group varchar not null,
    label varchar,
    description varchar,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null
);
comment on table audit_actions is 'The actions Docker Hub says it logs for an organisation.';
comment on column audit_actions.account is 'The organisation.';
comment on column audit_actions.action is 'The full name that events carry, such as repo.tag.push.';
comment on column audit_actions.action_group is 'The part of the name before the first dot.';
comment on column audit_actions.label is 'Docker''s short label; sometimes wrong, never a key.';
comment on column audit_actions.description is 'Docker''s sentence about the action.';
comment on column audit_actions.first_seen_at is 'When the catalogue first listed it.';
comment on column audit_actions.last_seen_at is 'When the catalogue last listed it.';

create table coverage (
    window_id uuid not null,
    account varchar not null,
    from_time timestamptz not null,
    to_time timestamptz not null,
    state varchar not null,
    pages integer not null,
    requests integer not null,
    events bigint not null,
    new_events bigint not null,
    first_event timestamptz,
    last_event timestamptz,
    content_hash varchar not null,
    tail_page integer not null,
    tail_hash varchar not null,
    run_id uuid not null,
    read_at timestamptz not null,
    checked_at timestamptz not null
);
comment on table coverage is 'The ledger: one row for each stretch of time that was read whole.';
comment on column coverage.window_id is 'Names this reading.';
comment on column coverage.account is 'The organisation.';
comment on column coverage.from_time is 'Start of the stretch, part of it.';
comment on column coverage.to_time is 'End of the stretch, not part of it.';
comment on column coverage.state is
'complete, or shrunk where the answer held fewer events than are kept (nothing was deleted).';
comment on column coverage.pages is 'Pages that held entries.';
comment on column coverage.requests is 'Requests that the reading cost.';
comment on column coverage.events is 'Events that the answer held inside the stretch.';
comment on column coverage.new_events is 'Of those, how many were not kept before.';
comment on column coverage.first_event is 'Time of the oldest event answered.';
comment on column coverage.last_event is 'Time of the newest event answered.';
comment on column coverage.content_hash is
'SHA-256 over the sorted event keys of the answer, to compare readings and warehouses.';
comment on column coverage.tail_page is 'The page to ask again to learn whether events were added.';
comment on column coverage.tail_hash is 'What that page held, as a hash.';
comment on column coverage.run_id is 'The run that read it.';
comment on column coverage.read_at is 'When the reading began; nothing later can be in it.';
comment on column coverage.checked_at is 'When the tail was last asked again, or read_at.';

create table rejected (
    account varchar not null,
    resource varchar not null,
    reason varchar not null,
    raw varchar not null,
    window_id uuid,
    seen_at timestamptz not null
);
comment on table rejected is 'Entries that fit no column, kept word for word.';
comment on column rejected.account is 'The organisation.';
comment on column rejected.resource is 'What was being collected, such as audit-events.';
comment on column rejected.reason is 'What does not fit.';
comment on column rejected.raw is 'The entry as Docker Hub sent it, keys in order.';
comment on column rejected.window_id is 'The reading that met it first.';
comment on column rejected.seen_at is 'When that was.';

create table runs (
    run_id uuid not null,
    resource varchar not null,
    account varchar not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    state varchar not null,
    requests bigint not null,
    rows bigint not null,
    error varchar
);
comment on table runs is 'One row for each resource that a run collected, or tried to.';
comment on column runs.run_id is 'The run; a run over several resources has a row for each.';
comment on column runs.resource is 'What was collected, such as audit-events.';
comment on column runs.account is 'The organisation.';
comment on column runs.started_at is 'When it began.';
comment on column runs.ended_at is 'When it ended; null while it runs, or where it was killed.';
comment on column runs.state is
'running, waiting (another run has the warehouse), done, partial (a listing was not whole), stopped
(the budget was used up), not permitted (by plan, role or kind of token), failed, or interrupted.';
comment on column runs.requests is 'Requests it sent.';
comment on column runs.rows is 'Rows it added.';
comment on column runs.error is 'What went wrong, in a sentence.';

create table budget (
    run_id uuid not null,
    seen_at timestamptz not null,
    rate_limit integer not null,
    remaining integer not null,
    resets_at timestamptz not null
);
comment on table budget is 'The rate limit as Docker Hub''s headers told it at the end of a run.';
comment on column budget.run_id is 'The run.';
comment on column budget.seen_at is 'When the headers were read.';
comment on column budget.rate_limit is 'Requests allowed in one window.';
comment on column budget.remaining is 'Requests that were left in it.';
comment on column budget.resets_at is 'When the window ends.';
