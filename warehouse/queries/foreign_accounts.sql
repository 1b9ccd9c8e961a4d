-- The other accounts that events name, and in how many events, most first.
select
    account,
    sent_account,
    count(*) as events
from events
where sent_account is not null
group by all
order by account asc, events desc, sent_account asc;
