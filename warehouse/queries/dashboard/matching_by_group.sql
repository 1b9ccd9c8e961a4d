-- How many events pass the explorer's filters, by hour, day or month and group of actions.
-- Its filters are those of matching_events.sql.
select
    date_trunc($bucket, event_time) as bucket,
    action_group,
    count(*) as events
from audit_events
where
    account = $account
    and event_time >= $since::timestamptz
    and event_time < $until::timestamptz
    and (len($groups::varchar[]) = 0 or list_contains($groups::varchar[], action_group))
    and (len($actions::varchar[]) = 0 or list_contains($actions::varchar[], action))
    and ($user = '' or actor_user = $user)
    and ($token = '' or $token in (token_label, token_id))
    and ($repository = '' or repository = $repository)
    and ($tag = '' or tag = $tag)
    and (
        $text = ''
        or contains(
            lower(concat_ws(' ', action_description, name, actor, data::varchar)), lower($text)
        )
    )
group by all
order by bucket, action_group;
