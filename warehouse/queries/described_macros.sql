-- The table macros, as they are called: their name, and their parameters in order.
select
    function_name,
    concat(function_name, '(', array_to_string(parameters, ', '), ')') as call,
    comment
from duckdb_functions()
where function_type = 'table_macro' and not internal
order by function_name;
