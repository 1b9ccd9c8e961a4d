-- What is staged, beside what holds so far; of the entries, not of their parts.
with open as (
    select
        key,
        body
    from state_versions
    where account = $account and scope = $scope and kind = $resource and valid_to is null
),

entries as (
    select
        count(*) as rows,
        count(*) filter (key is null) as unkeyed,
        count(reason) as rejected,
        mode(reason) as why
    from staged
    where parent = ''
),

said as (
    select
        chosen.key,
        chosen.body <> open.body as changed,
        open.key is null as fresh
    from chosen
    left join open on chosen.key = open.key
    where chosen.parent = ''
),

counted as (
    select
        count(*) as keys,
        count(*) filter (fresh) as fresh,
        count(*) filter (changed) as changed
    from said
),

held as (
    select count(*) as open
    from open
)

select
    entries.rows,
    counted.keys,
    entries.unkeyed,
    counted.fresh,
    counted.changed,
    held.open,
    entries.rejected,
    entries.why
from entries
cross join counted
cross join held;
