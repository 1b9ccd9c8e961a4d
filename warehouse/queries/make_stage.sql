-- What is known of the entries of one reading before they are kept. Their contents are not held
-- here: a large reading would not fit into memory. insert_events.sql reads them again.
create or replace temp table staged (
    place bigint,
    event_time timestamptz,
    doubtful boolean,
    reason varchar,
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
