-- The members of one team.
create or replace temp view shaped as
select
    place,
    'team_members' as kind,
    '' as parent,
    lower(known_by(entry, ['$.id', '$.username', '$.email'])) as key,
    lower(known_by(entry, ['$.email'])) as formerly,
    entry as body,
    null::json as volatile,
    false as parts,
    misfit(
        entry,
        texts := [
            '$.username', '$.email', '$.full_name', '$.type', '$.company', '$.location',
            '$.profile_url', '$.gravatar_email', '$.gravatar_url'
        ],
        times := ['$.date_joined']
    ) as wrong,
    entry
from entries;
