-- The teams of an organisation; by its id a renamed team is the same team.
create or replace temp view shaped as
select
    place,
    'teams' as kind,
    '' as parent,
    known_by(entry, ['$.id', '$.uuid', '$.name']) as key,
    null as formerly,
    without(entry, '{"member_count": "JSON"}') as body,
    fields_of(entry, '{"member_count": "JSON"}') as volatile,
    false as parts,
    misfit(
        entry,
        texts := ['$.uuid', '$.name', '$.description'],
        numbers := ['$.member_count']
    ) as wrong,
    entry
from entries;
