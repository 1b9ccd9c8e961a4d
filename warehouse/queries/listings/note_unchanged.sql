-- Remember in the newest listing of a scope that nothing has moved since; a scope that was never
-- listed, or only in part, has no such listing.
update listings
set
    checked_at = $at,
    whole_at = if($state = 'whole', $at, whole_at)
where
    account = $account
    and resource = $resource
    and scope = $scope
    and state <> 'partial'
    and read_at = (
        select max(newest.read_at)
        from listings as newest
        where
            newest.account = $account and newest.resource = $resource and newest.scope = $scope
    );
