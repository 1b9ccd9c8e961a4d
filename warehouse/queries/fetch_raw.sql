-- Keep word for word what has no column of its own: rejected entries, and unknown fields.
update staged
set
    raw = case
        when staged.reason is null then null
        else coalesce(entries.no_json, entries.raw::varchar)
    end,
    reason = case
        when staged.reason is null then null
        when entries.no_json is not null then 'the entry is no JSON'
        when json_type(entries.raw) <> 'OBJECT' then 'the entry is no object'
        else staged.reason
    end,
    other_fields = case when entries.others::varchar <> '{}' then entries.others end
from (
    with pages as (
        select unnest($pages::varchar[]) as page
    ),

    listed as (
        select unnest(page::json[]) as raw
        from pages
    )

    select
        raw,
        $first + row_number() over () - 1 as place,
        case when json_keys(raw) = ['no JSON'] then raw ->> 'no JSON' end as no_json,
        json_merge_patch(
            raw,
            '{
                "account": null, "action": null, "name": null, "actor": null, "data": null,
                "timestamp": null, "action_description": null, "event_id": null
            }'
        ) as others
    from listed
) as entries
where staged.rowid = entries.place;
