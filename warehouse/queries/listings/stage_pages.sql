-- Add the entries of some pages to the stage, in the shape of their kind.
insert into staged
with judged as (
    select
        *,
        case
            when
                starts_with(entry::varchar, '{"entry":{')
                and json_keys(entry) = ['entry', 'larger than']
                and regexp_full_match(entry ->> 'larger than', '[\d.]+ MB|what fits into memory')
                then 'the entry is larger than ' || (entry ->> 'larger than')
            when json_type(entry) <> 'OBJECT' then 'the entry is no object'
            when key is null then 'the entry has nothing to know it by'
            else wrong
        end as reason
    from shaped
)

select
    place,
    kind,
    parent,
    key,
    formerly,
    case
        when reason is null
            then without(body, '{"token": "JSON", "secret": "JSON", "password": "JSON"}')
    end as body,
    case when reason is null then volatile end as volatile,
    parts,
    reason,
    -- What moves all the time would make it another text in every listing.
    case
        when reason is null then null
        when starts_with(reason, 'the entry is larger than') then entry ->> 'entry'
        when reason = wrong and json_exists(body, '$.' || split_part(wrong, ' is no ', 1))
            then body::varchar
        else entry::varchar
    end as raw
from judged;
