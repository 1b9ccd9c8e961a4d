-- Close what something else is said of now.
update state_versions
set valid_to = $at
from chosen
where
    state_versions.account = $account
    and state_versions.scope = $scope
    and state_versions.kind = chosen.kind
    and state_versions.parent = chosen.parent
    and state_versions.key = chosen.key
    and state_versions.valid_to is null
    and chosen.reason is null
    and chosen.body <> state_versions.body;
