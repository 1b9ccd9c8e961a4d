-- The parameters are called as no column is, or DuckDB would mix them up with the views' columns.
create or replace macro tag_moves_of(of_account, of_repository, of_tag, from_time) as table
    select
        words.account,
        words.repository,
        words.tag,
        moves.moment as moved_at,
        words_before.digest as digest_before,
        words.digest,
        words.actor_user,
        words.token_id,
        words.token_label,
        moves.live_until,
        -- Whole numbers: DuckDB looks every interval of days up in a calendar.
        (epoch_us(moves.live_until) - epoch_us(moves.moment)) / 1e6 as live_seconds,
        moves.source,
        words.event_key
    -- In this order: of what stands behind moves_of_tags DuckDB would read columns nobody asks for.
    from words_of_tags(of_account, of_repository, of_tag, from_time) as words
    inner join moves_of_tags(of_account, of_repository, of_tag, from_time) as moves
        on words.number = moves.number
    left join (
        select
            number,
            digest
        from words_of_tags(of_account, of_repository, of_tag, from_time)
    ) as words_before
        on moves.number_before = words_before.number;
comment on macro table tag_moves_of is -- noqa: PRS
'The rows of tag_moves for one tag, found without looking at others; the repository may be called
organisation/name or name. From a time on, or of all time where that is null; what was before that
time is taken for unknown.';

create or replace view tag_moves as
from tag_moves_of(null, null, null, null);

comment on view tag_moves is
'Which digest each tag pointed to from when to when, by pushes and listings together.';
comment on column tag_moves.account is 'The organisation.';
comment on column tag_moves.repository is 'The repository as organisation/name.';
comment on column tag_moves.tag is 'The tag.';
comment on column tag_moves.moved_at is
'When it was pushed; where only a listing knows of it, when that began.';
comment on column tag_moves.digest_before is
'What the tag pointed to until then; null where it was not there, as far as is known.';
comment on column tag_moves.digest is 'What it pointed to from then on.';
comment on column tag_moves.actor_user is 'Who pushed; null where only a listing knows of it.';
comment on column tag_moves.token_id is 'The access token that was used, where one was.';
comment on column tag_moves.token_label is 'That token''s label.';
comment on column tag_moves.live_until is
'When it was moved again or deleted; null while it points there.';
comment on column tag_moves.live_seconds is 'How long that was; null while it points there.';
comment on column tag_moves.source is
'both; push, where no listing shows it (yet); or listing, where no push explains it.';
comment on column tag_moves.event_key is 'The push in audit_events, where there is one.';
