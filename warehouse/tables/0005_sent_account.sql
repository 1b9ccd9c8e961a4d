-- Events say whose they are, rejected entries are found by a hash, and large rows are counted.
alter table events add column sent_account varchar;

comment on column rejected.raw is
'The entry as Docker Hub sent it, keys in order; of one that is too large, what is known of it.';
alter table rejected add column raw_hash uuid;
comment on column rejected.raw_hash is 'The MD5 of raw, by which an entry is found again.';
update rejected set raw_hash = md5(raw)::uuid;

create table large_rows (
    bytes bigint not null
);
comment on table large_rows is
'The sizes of the large entries that were stored: the writer needs memory for 2,048 rows at once.';
comment on column large_rows.bytes is 'The size of the entry.';
