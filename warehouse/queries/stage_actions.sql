-- Take the catalogue of actions apart, a row for each action, and for each part that has none.
create or replace temp table staged as
with answers as (
    select
        $answer::json -> 'actions' as actions,
        json_transform($answer::json, '{"actions": "MAP(VARCHAR, JSON)"}') as taken
),

groups as (
    select unnest(map_entries(taken.actions)) as one
    from answers
    where json_type(actions) = 'OBJECT'
),

lists as (
    select
        one.key as action_group,
        one.value as said,
        case when json_type(one.value) = 'OBJECT' then one.value -> 'actions' end as listed
    from groups
),

entries as (
    select
        action_group,
        -- A null in a list would become one of SQL, which is no text to keep.
        coalesce(unnest(listed::json[]), 'null'::json) as raw,
        null as wrong
    from lists
    where json_type(listed) = 'ARRAY'
    union all
    select
        action_group,
        said as raw,
        if(json_type(said) = 'OBJECT', 'actions is no list', 'the group is no object') as wrong
    from lists
    where
        json_type(said) not in ('OBJECT', 'NULL')
        or json_type(listed) not in ('ARRAY', 'NULL')
    union all
    select
        '' as action_group,
        actions as raw,
        'actions is no object' as wrong
    from answers
    where json_type(actions) not in ('OBJECT', 'NULL')
)

select distinct on (action_group, raw)
    -- Names lack their group, events carry it (behaviour.md 2).
    action_group || '.' || (raw ->> 'name') as action,
    action_group,
    raw ->> 'label' as label,
    raw ->> 'description' as description,
    raw::varchar as raw,
    case
        when wrong is not null then wrong
        when json_type(raw) <> 'OBJECT' then 'the entry is no object'
        when coalesce(json_type(raw, '$.name'), '') <> 'VARCHAR' then 'name is no text'
    end as reason
from entries;
