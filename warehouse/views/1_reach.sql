create or replace view reach as
select
    account,
    min(first_event) as oldest_event,
    arg_min(action, first_event) = 'org.create' as is_the_beginning
from activity_days
group by account;

comment on view reach is 'How far back Docker Hub''s answers have gone.';
comment on column reach.account is 'The organisation.';
comment on column reach.oldest_event is 'Time of the oldest event that was ever answered.';
comment on column reach.is_the_beginning is
'Whether that event is the organisation''s creation, before which there is nothing.';
