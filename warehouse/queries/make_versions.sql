-- What the schema's own history is kept in.
create table if not exists schema_versions (
    version integer not null,
    applied_at timestamptz not null
);
create table if not exists views_version (
    digest varchar not null,
    applied_at timestamptz not null
);
