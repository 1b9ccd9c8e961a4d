create or replace view teams as
select * exclude (valid_to)  -- noqa: AM04, the columns are the history's
from teams_history
where valid_to is null;

comment on view teams is 'Every team, as last listed.';
comment on column teams.account is 'The organisation.';
comment on column teams.team_id is
'Docker Hub''s id, by which a renamed team is the same team; its uuid or name where it has none.';
comment on column teams.uuid is 'Docker Hub''s other id.';
comment on column teams.team is 'Its name.';
comment on column teams.description is 'What it is for.';
comment on column teams.member_count is 'Members when last listed.';
comment on column teams.other_fields is 'Fields that have no column.';
comment on column teams.last_listed_at is 'When the newest listing that held it began.';
comment on column teams.valid_from is
'Since when it is so: when the listing began that first said so.';
