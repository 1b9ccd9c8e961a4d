-- The personal access tokens of one owner.
create or replace temp view shaped as
select
    place,
    'personal_access_tokens' as kind,
    '' as parent,
    known_by(entry, ['$.uuid']) as key,
    null as formerly,
    without(entry, '{"last_used": "JSON"}') as body,
    fields_of(entry, '{"last_used": "JSON"}') as volatile,
    false as parts,
    misfit(
        entry,
        texts := [
            '$.uuid', '$.token_label', '$.client_id', '$.creator_ip', '$.creator_ua',
            '$.generated_by'
        ],
        truths := ['$.is_active'],
        times := ['$.created_at', '$.expires_at', '$.last_used'],
        lists := ['$.scopes']
    ) as wrong,
    entry
from entries;
