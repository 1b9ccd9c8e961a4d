-- A question taken apart by DuckDB's own parser, before anything of it is run.
select json_serialize_sql($text);
