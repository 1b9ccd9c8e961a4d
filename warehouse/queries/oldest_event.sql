-- The oldest event that Docker Hub ever answered for an organisation.
select
    oldest_event,
    is_the_beginning
from reach
where account = $account;
