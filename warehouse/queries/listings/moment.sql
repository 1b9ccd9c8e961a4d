-- When a listing began; later than anything said of its scope so far, also where a clock went back.
select greatest($read_at::timestamptz, max(greatest(valid_from, valid_to)) + interval 1 microsecond)
from state_versions
where account = $account and scope = $scope and kind in ($resource, $part);
