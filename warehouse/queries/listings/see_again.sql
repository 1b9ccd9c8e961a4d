-- What is said again still holds; what cannot be understood is there at least.
update state_versions
set
    last_listed_at = $at,
    volatile = case when chosen.reason is null then chosen.volatile else state_versions.volatile end
from chosen
where
    state_versions.account = $account
    and state_versions.scope = $scope
    and state_versions.kind = chosen.kind
    and state_versions.parent = chosen.parent
    and state_versions.key = chosen.key
    and state_versions.valid_to is null
    and (chosen.reason is not null or chosen.body = state_versions.body);
