-- $events events of 400 days, the newest first as a backfill brings them. Three follow each other,
-- as pipelines push: of one repository, by one user, mostly with one token, under several tags.
insert into events by name
with drawn as (
    select
        range as number,
        (range + 0.5::double) / $events as share,
        hash(range) as chance,
        hash(range // 3, 1) as pipeline,
        hash(range // 3, 2) as who
    from range($events)
),

chosen as (
    select
        *,
        -- Two thirds of each day's events fall into the half of it in which people work.
        make_timestamptz(epoch_us($until::timestamptz) - (
            86400e6 * (share * 400 + 0.1 * sin(2 * pi() * share * 400))
        )::bigint) as moment,
        floor(pow(pipeline % 10000 / 1e4, 2.5) * 300)::integer as repo,
        case
            when chance % 100000 < 93000 then 'repo.tag.push'
            when chance % 100000 < 98000 then 'repo.tag.delete'
            when chance % 100000 < 99800 then 'repo.update'
            when chance % 100000 < 99810 then 'repo.create'
            when chance % 100000 < 99820 then 'org.member.add'
            when chance % 100000 < 99825 then 'org.member.remove'
            when chance % 100000 < 99850 then 'org.team.member.add'
            when chance % 100000 < 99860 then 'org.team.member.remove'
            when chance % 100000 < 99862 then 'org.member.role.change'
            when chance % 100000 < 99867 then 'org.access_token.create'
            when chance % 100000 < 99870 then 'org.access_token.delete'
            else 'offload.lease.start'
        end as action
    from drawn
),

told as (
    select
        *,
        -- Everybody has a few repositories, and each repository a token that pushes to it.
        'person' || (repo + 100 * (who // 16 % 3)) % 150 as person,
        if(who % 10 < 8 and starts_with(action, 'repo.tag.'), repo // 4, null) as token,
        case number % 3
            when 0 then 'main'
            when 1 then 'sha-' || left(md5(number::varchar), 7)
            else if(chance // 16 % 4 = 0, 'v1.' || number // 3000, 'pr-' || number // 300)
        end as tag,
        'sha256:' || sha256((number // 2)::varchar) as digest,
        if(token % 3 = 0, 'person' || token, 'acmeci') as robot
    from chosen
)

select
    md5(number::varchar)::uuid as event_key,
    'acme' as account,
    date_trunc('millisecond', moment) as event_time,
    action,
    case
        when starts_with(action, 'repo.') then 'acme/service-' || repo
        when contains(action, 'member') then 'person' || chance // 16 % 400
        else 'acme'
    end as name,
    if(token is null, person, robot || ' - access token "ci-' || token || '"') as actor,
    case
        when action = 'repo.tag.push' and token is not null
            then
                json_object(
                    'digest', digest, 'tag', tag, 'access_token_id', md5(token::varchar)::uuid,
                    'access_token_label', 'ci-' || token,
                    'access_token_type', 'TYPE_UNSPECIFIED'
                )
        when action = 'repo.tag.push' then json_object('digest', digest, 'tag', tag)
        when action = 'repo.tag.delete' then json_object('tag', tag)
        when contains(action, 'member')
            then json_object('team', 'team' || repo // 20, 'username', 'person' || who % 400)
        when contains(action, 'access_token')
            then json_object('id', md5((repo // 4)::varchar)::uuid, 'label', 'ci-' || repo // 4)
        else '{}'::json
    end as data,
    'did ' || action || ' with ' || digest || ' to ' || repo as action_description,
    1 as occurrence,
    $until::timestamptz as first_seen_at,
    number % 5000 = 0 as late,
    md5((number // 10000)::varchar)::uuid as window_id,
    if(token is null, person, robot) as actor_user,
    if(action = 'repo.tag.push', md5(token::varchar)::uuid::varchar, null) as token_id,
    'ci-' || token as token_label,
    if(starts_with(action, 'repo.tag.'), tag, null) as tag
from told;
