insert into audit_actions
select
    $account as account,
    action,
    any_value(action_group) as action_group,
    any_value(label) as label,
    any_value(description) as description,
    $seen_at::timestamptz as first_seen_at,
    $seen_at::timestamptz as last_seen_at
from staged
where
    reason is null
    and action not in (
        select known.action
        from audit_actions as known
        where known.account = $account
    )
group by action;
