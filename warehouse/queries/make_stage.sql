-- Where the entries of one reading stand before they are kept.
create or replace temp table staged (
    event_time timestamptz,
    action varchar,
    name varchar,
    actor varchar,
    data json,
    action_description varchar,
    other_fields json,
    source_event_id varchar,
    reason varchar,
    raw varchar,
    content uuid
);
