-- Begin a version of all that is new or said otherwise than before.
insert into state_versions
select
    kind,
    $account as account,
    $scope as scope,
    parent,
    key,
    body,
    volatile,
    $at as valid_from,
    null as valid_to,
    $at as last_listed_at
from chosen
where
    reason is null
    and (kind, parent, key) not in (
        select (known.kind, known.parent, known.key)
        from state_versions as known
        where known.account = $account and known.scope = $scope and known.valid_to is null
    );
