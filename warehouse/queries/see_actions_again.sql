update audit_actions
set
    label = staged.label,
    description = staged.description,
    last_seen_at = $seen_at::timestamptz
from staged
where
    audit_actions.account = $account
    and audit_actions.action = staged.action
    and staged.reason is null;
