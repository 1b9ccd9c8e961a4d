-- Take the catalogue of actions apart, a row for each action.
create or replace temp table staged as
with groups as (
    select unnest(json_keys($answer::json, '$.actions')) as action_group
),

entries as (
    select
        action_group,
        unnest(($answer::json -> 'actions' -> action_group -> 'actions')::json[]) as raw
    from groups
)

select distinct on (action_group, raw)
    -- Names lack their group, events carry it (behaviour.md 2).
    action_group || '.' || (raw ->> 'name') as action,
    action_group,
    raw ->> 'label' as label,
    raw ->> 'description' as description,
    raw::varchar as raw,
    case
        when json_type(raw) <> 'OBJECT' then 'the entry is no object'
        when coalesce(json_type(raw, '$.name'), '') <> 'VARCHAR' then 'name is no text'
    end as reason
from entries;
