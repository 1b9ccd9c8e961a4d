-- The members of an organisation and whoever is invited, who has no more than an e-mail and a role.
create or replace temp view shaped as
select
    place,
    'members' as kind,
    '' as parent,
    lower(known_by(entry, ['$.id', '$.username', '$.email'])) as key,
    lower(known_by(entry, ['$.email'])) as formerly,
    without(
        entry,
        '{"last_logged_in_at": "JSON", "last_seen_at": "JSON", "last_desktop_version": "JSON"}'
    ) as body,
    fields_of(
        entry,
        '{"last_logged_in_at": "JSON", "last_seen_at": "JSON", "last_desktop_version": "JSON"}'
    ) as volatile,
    false as parts,
    misfit(
        entry,
        texts := [
            '$.username', '$.email', '$.primary_email', '$.full_name', '$.role', '$.type',
            '$.company', '$.location', '$.profile_url', '$.gravatar_email', '$.gravatar_url',
            '$.last_desktop_version'
        ],
        truths := ['$.is_guest'],
        times := ['$.date_joined', '$.last_logged_in_at', '$.last_seen_at'],
        lists := ['$.groups']
    ) as wrong,
    entry
from entries;
