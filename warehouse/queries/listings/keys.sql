select key
from last_said
order by key;
