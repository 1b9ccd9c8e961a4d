-- The users that an identity provider manages.
create or replace temp view shaped as
select
    place,
    'scim_users' as kind,
    '' as parent,
    known_by(entry, ['$.id']) as key,
    null as formerly,
    without(entry, '{"meta": {"lastModified": "JSON"}}') as body,
    fields_of(entry, '{"meta": {"lastModified": "JSON"}}') as volatile,
    false as parts,
    misfit(
        entry,
        texts := [
            '$.userName', '$.displayName', '$.name.givenName', '$.name.familyName',
            '$.meta.resourceType', '$.meta.location'
        ],
        truths := ['$.active'],
        times := ['$.meta.created', '$.meta.lastModified'],
        lists := ['$.schemas', '$.emails', '$.groups'],
        objects := ['$.name', '$.meta']
    ) as wrong,
    entry
from entries;
