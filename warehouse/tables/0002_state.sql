-- The state beside the log: versions of whatever Docker Hub lists, and the listings they come from.

create table state_versions (
    kind varchar not null,
    account varchar not null,
    scope varchar not null,
    parent varchar not null,
    key varchar not null,
    body json not null,
    volatile json,
    valid_from timestamptz not null,
    valid_to timestamptz,
    last_listed_at timestamptz not null
);
comment on table state_versions is
'Each version of each thing that was listed; ask the view named after its kind instead.';
comment on column state_versions.kind is 'What it is: the name of the view that shows it.';
comment on column state_versions.account is 'The organisation.';
comment on column state_versions.scope is
'What it is listed with: a repository, a team''s key, an owner of tokens, or empty.';
comment on column state_versions.parent is 'The key of the thing it is a part of, or empty.';
comment on column state_versions.key is 'What makes it the same thing in every listing.';
comment on column state_versions.body is
'What Docker Hub said of it, without its parts and without what changes all the time.';
comment on column state_versions.volatile is
'The newest of what changes all the time, such as times of pulls; makes no version.';
comment on column state_versions.valid_from is 'When the listing began that first said so.';
comment on column state_versions.valid_to is
'When the listing began that no longer said so; null while it holds.';
comment on column state_versions.last_listed_at is
'When the newest listing that held this version began.';

create table listings (
    listing_id uuid not null,
    account varchar not null,
    resource varchar not null,
    scope varchar not null,
    state varchar not null,
    pages integer not null,
    requests integer not null,
    counted bigint,
    rows bigint not null,
    new bigint not null,
    changed bigint not null,
    closed bigint not null,
    reason varchar,
    run_id uuid not null,
    read_at timestamptz not null,
    checked_at timestamptz not null,
    whole_at timestamptz
);
comment on table listings is
'One row for each listing of the state that brought a change, or was not whole.';
comment on column listings.listing_id is 'Names this reading.';
comment on column listings.account is 'The organisation.';
comment on column listings.resource is 'What was listed, such as tags or org_access_tokens.';
comment on column listings.scope is
'What was listed together: a repository, a team''s key, an owner of tokens, or empty.';
comment on column listings.state is
'whole; newest (the newest pages, and the count says that nothing moved beyond them); or partial
(nothing was closed for being absent).';
comment on column listings.pages is 'Pages that were read.';
comment on column listings.requests is 'Requests that the reading cost.';
comment on column listings.counted is 'Entries that Docker Hub counted, where it counts.';
comment on column listings.rows is 'Entries that came.';
comment on column listings.new is 'Things that were not there before, parts of things included.';
comment on column listings.changed is 'Things of which something else was said than before.';
comment on column listings.closed is 'Things that were there before and are no longer.';
comment on column listings.reason is 'Why it was not whole, or what else should be known.';
comment on column listings.run_id is 'The run that read it.';
comment on column listings.read_at is 'When the reading began.';
comment on column listings.checked_at is
'When it was last seen that nothing had moved since, or read_at.';
comment on column listings.whole_at is
'When it was last read to the end with nothing moved since; null where it never was.';
