create or replace view teams_history as
select
    account,
    key as team_id,
    body ->> 'uuid' as uuid,
    body ->> 'name' as team,
    body ->> 'description' as description,
    try_cast(volatile ->> 'member_count' as bigint) as member_count,
    nullif(
        json_merge_patch(
            body,
            '{
                "id": null, "uuid": null, "name": null, "description": null
            }'
        )::varchar,
        '{}'
    )::json as other_fields,
    last_listed_at,
    valid_from,
    valid_to
from state_versions
where kind = 'teams';

comment on view teams_history is 'Every team, in each version that was listed.';
comment on column teams_history.account is 'The organisation.';
comment on column teams_history.team_id is
'Docker Hub''s id, by which a renamed team is the same team; its uuid or name where it has none.';
comment on column teams_history.uuid is 'Docker Hub''s other id.';
comment on column teams_history.team is 'Its name.';
comment on column teams_history.description is 'What it is for.';
comment on column teams_history.member_count is 'Members when last listed.';
comment on column teams_history.other_fields is 'Fields that have no column.';
comment on column teams_history.last_listed_at is 'When the newest listing that held it began.';
comment on column teams_history.valid_from is 'When the listing began that first said so.';
comment on column teams_history.valid_to is
'When the listing began that no longer said so; null while it holds.';
