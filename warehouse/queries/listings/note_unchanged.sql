-- Remember that nothing has moved since the newest listing of a scope.
update listings
set checked_at = $now
where
    account = $account
    and resource = $resource
    and scope = $scope
    and read_at = (
        select max(newest.read_at)
        from listings as newest
        where
            newest.account = $account and newest.resource = $resource and newest.scope = $scope
    );
