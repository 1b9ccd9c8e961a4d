-- Whether any of these fields has no column of its own, and is kept in other_fields.
select
    len(
        list_filter(
            $fields::varchar[],
            lambda field: field not in (
                'account', 'action', 'name', 'actor', 'data', 'timestamp',
                'action_description', 'event_id'
            )
        )
    ) > 0 as found;
