-- The rows of the members' CSV, every field a text (openapi.yaml, /members/export).
create or replace temp view shaped as
select
    place,
    'members_export' as kind,
    '' as parent,
    lower(known_by(entry, ['$.Username', '$.Email'])) as key,
    lower(known_by(entry, ['$.Email'])) as formerly,
    entry as body,
    null::json as volatile,
    false as parts,
    misfit(
        entry,
        texts := [
            '$.Username', '$.Email', '$.Name', '$.Type', '$.Role', '$.Permission', '$.Teams',
            '$."Date Joined"'
        ]
    ) as wrong,
    entry
from entries;
