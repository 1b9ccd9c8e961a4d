-- The state beside the events: who is a member and in which teams, the tokens, the repositories and
-- their lasting tags, each listed twice: a month before the end, and at it.
insert into state_versions by name
with pushed as (
    select
        split_part(name, '/', 2) as scope,
        tag,
        arg_max(data ->> 'digest', event_time) as digest,
        max(event_time) as last_updated
    from events
    where action = 'repo.tag.push' and (tag = 'main' or starts_with(tag, 'v1.'))
    group by all
),

said as (
    select
        'tags' as kind,
        scope,
        tag as key,
        json_object(
            'digest', digest, 'full_size', 52424064, 'last_updated', last_updated,
            'last_updater_username', 'acmeci', 'media_type', 'application/vnd.oci.image.index.v1'
        ) as body,
        json_object('tag_status', 'active', 'tag_last_pulled', last_updated) as volatile
    from pushed
    union all
    select
        'repositories' as kind,
        '' as scope,
        'service-' || range as key,
        json_object('name', 'service-' || range, 'is_private', range % 3 > 0) as body,
        json_object('pull_count', range) as volatile
    from range(300)
    union all
    select
        'members' as kind,
        '' as scope,
        md5('person' || range) as key,
        json_object(
            'username', 'person' || range, 'email', 'person' || range || '@acme.example',
            'role', if(range < 5, 'Owner', 'Member'), 'groups', ['team' || range % 15],
            'is_guest', range % 50 = 49
        ) as body,
        json_object('last_seen_at', $until) as volatile
    from range(400)
    union all
    select
        'teams' as kind,
        '' as scope,
        range::varchar as key,
        json_object('name', 'team' || range, 'uuid', md5(range::varchar)) as body,
        json_object('member_count', 27) as volatile
    from range(15)
    union all
    select
        'team_members' as kind,
        (range % 15)::varchar as scope,
        md5('person' || range) as key,
        json_object(
            'username', 'person' || range, 'email', 'person' || range || '@acme.example'
        ) as body,
        null as volatile
    from range(400)
    union all
    select
        'org_access_tokens' as kind,
        '' as scope,
        md5(range::varchar)::uuid::varchar as key,
        json_object(
            'label', 'ci-' || range, 'created_by', 'person' || range, 'is_active', true
        ) as body,
        json_object('last_used_at', $until) as volatile
    from range(75)
    union all
    select
        'org_settings' as kind,
        '' as scope,
        '' as key,
        '{"restricted_images": {"enabled": true}}'::json as body,
        null as volatile
)

select
    *,
    'acme' as account,
    '' as parent,
    $until::timestamptz - if(hash(key) % 20 = 0, interval 0 days, interval 30 days) as valid_from,
    if(hash(key) % 30 = 1, $until::timestamptz, null) as valid_to,
    $until::timestamptz as last_listed_at
from said;

insert into listings by name
select
    uuid() as listing_id,
    'acme' as account,
    kind as resource,
    scope,
    'whole' as state,
    1 as pages,
    1 as requests,
    count(*) as counted,
    count(*) as rows,
    count(*) as new,
    0 as changed,
    0 as closed,
    uuid() as run_id,
    moment as read_at,
    moment as checked_at,
    moment as whole_at
from state_versions
cross join (
    select unnest([$until::timestamptz - interval 30 days, $until::timestamptz]) as moment
)
group by all;
