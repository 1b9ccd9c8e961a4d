-- Whether an entry's raw text is wanted: one fits no column, or has a field that has none.
select
    count(reason) > 0
    or len(
        list_filter(
            $fields::varchar[],
            lambda field: field not in (
                'account', 'action', 'name', 'actor', 'data', 'timestamp',
                'action_description', 'event_id'
            )
        )
    ) > 0 as wanted
from staged;
