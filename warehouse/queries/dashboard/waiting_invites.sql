-- Every invitation that waits for an answer, the one that waits longest first.
select
    invitee as name,
    inviter_username as person,
    role,
    team,
    created_at,
    case
        when created_at is null then []
        when created_at > $now::timestamptz - interval 7 days then ['up to 7 days']
        when created_at > $now::timestamptz - interval 30 days then ['8 to 30 days']
        else ['over 30 days']
    end as age
from invites
where account = $account
order by created_at, name
limit $most;
