-- What is known of a listing of the state: when it was read, and how the last run over it ended.
with kept as (
    select
        min(read_at) filter (state = 'whole') as first_at,
        max(checked_at) filter (state in ('whole', 'newest')) as last_at,
        max(read_at) filter (
            state = 'whole' and read_at <= $moment::timestamptz
        ) as before_at,
        count(*) + count(*) filter (checked_at > read_at) as times,
        count(distinct scope) as scopes,
        coalesce(arg_max(reason, read_at) filter (state = 'partial'), '') as reason
    from listings
    where account = $account and resource = $resource
),

last_run as (
    select
        state,
        error
    from runs
    where
        account = $account
        -- Runs are noted by the names that the command line has; a team's members come with it.
        and resource = if($resource = 'team_members', 'teams', replace($resource, '_', '-'))
        and state <> 'running'
    order by started_at desc
    limit 1
)

select
    kept.*,
    coalesce(last_run.state, '') as run_state,
    coalesce(last_run.error, '') as error
from kept
left join last_run on true;
