-- Remember the sizes of large entries that are stored.
insert into large_rows
select unnest($bytes::bigint[]) as bytes;
