-- Remember the sizes of the large versions that begin now.
insert into large_rows
select strlen(body::varchar) as bytes
from state_versions
where
    account = $account
    and scope = $scope
    and valid_from = $at
    and strlen(body::varchar) > $large;
