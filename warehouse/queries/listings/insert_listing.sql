insert into listings
select
    $listing_id::uuid as listing_id,
    $account as account,
    $resource as resource,
    $scope as scope,
    $state as state,
    $pages as pages,
    $requests as requests,
    $counted as counted,
    $rows as rows,
    $new as new,
    $changed as changed,
    $closed as closed,
    $reason as reason,
    $run_id::uuid as run_id,
    $at as read_at,
    $at as checked_at,
    if($state = 'whole', $at, null) as whole_at;
