-- Give the memory of a reading back.
drop table staged;
drop table fresh;
