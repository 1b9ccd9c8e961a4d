select digest
from views_version
order by applied_at desc
limit 1;
