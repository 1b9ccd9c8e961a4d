-- Whether entries must be looked at closer: one is doubtful, or has a field without a column.
select
    count_if(doubtful) > 0
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
