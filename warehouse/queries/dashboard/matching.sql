-- The events that pass the explorer's filters; an empty filter lets everything pass.
select
    event_time,
    action,
    repository,
    tag,
    actor_user,
    token_label,
    name,
    action_description,
    data,
    actor,
    digest,
    token_id,
    account,
    action_group,
    first_seen_at,
    event_key
from audit_events
where
    account = $account
    and event_time >= $since::timestamptz
    and event_time < $until::timestamptz
    and (len($groups::varchar[]) = 0 or list_contains($groups::varchar[], action_group))
    and (len($actions::varchar[]) = 0 or list_contains($actions::varchar[], action))
    and ($user = '' or actor_user = $user)
    and ($token = '' or $token in (token_label, token_id))
    and ($repository = '' or repository in ($repository, $account || '/' || $repository))
    and ($tag = '' or tag = $tag)
    and (
        $by = '' or ($by = 'token') = (token_id is not null or token_label is not null)
    )
    and ($weekday = '' or isodow(event_time) = try_cast($weekday as integer))
    and ($hour = '' or hour(event_time) = try_cast($hour as integer))
    and (
        $text = ''
        or contains(
            lower(concat_ws(' ', action_description, name, actor, data::varchar)), lower($text)
        )
    );
