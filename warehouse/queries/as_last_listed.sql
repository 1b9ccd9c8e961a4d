-- What holds now, made of a history of versions; sql.py puts in each name.
create or replace view thing as
select * exclude (valid_to)  -- noqa: AM04, the columns are the history's
from thing_history
where valid_to is null;
