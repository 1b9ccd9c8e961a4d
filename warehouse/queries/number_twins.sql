-- Number the staged events that are identical; from the second on, the number is part of the key.
update staged
set
    event_key = md5(staged.event_key::varchar || '/' || numbered.occurrence)::uuid,
    occurrence = numbered.occurrence
from (
    with twins as (
        select event_key as twin
        from staged
        group by event_key
        having count(*) > 1
    )

    select
        place,
        row_number() over (partition by event_key order by place) as occurrence
    from staged
    where event_key in (select twin from twins)
) as numbered
where staged.place = numbered.place and numbered.occurrence > 1;
