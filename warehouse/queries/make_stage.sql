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
    doubtful boolean,
    reason varchar,
    raw varchar,
    event_key uuid,
    occurrence integer
);

-- Whether a value that arrived as text may have been something else in JSON, such as 7 or ["a"]. No
-- such thing begins with a small letter but true and false, which is told in no time.
create or replace temp macro may_be_no_text(said) as
case
    when said < 'a' or said >= '{' or said in ('true', 'false')
        then json_valid(said)
    else false
end;
