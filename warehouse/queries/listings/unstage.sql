-- Give the memory of a listing back.
drop table staged;
drop table entries;
