-- The parameters are called as no column is, or DuckDB would mix them up with the views' columns.
create or replace macro tag_moves_of(of_account, of_repository, of_tag, from_time) as table
    with deletions as (
        select
            account,
            repository,
            event_time as moment
        from admin_events
        where action = 'repo.delete'
    ),

    spoken as (
        select
            account,
            repository,
            tag,
            event_time as moment,
            if(action = 'repo.tag.push', digest, null) as digest,
            actor_user,
            token_id,
            token_label,
            event_key,
            occurrence
        from audit_events
        where
            starts_with(action, 'repo.tag.')
            and tag is not null
            and ((action = 'repo.tag.push' and digest is not null) or action = 'repo.tag.delete')
            and (of_tag is null or tag_key = key_of_tag(of_account, of_repository, of_tag))
            and (from_time is null or event_time >= from_time::timestamptz)
    ),

    -- A repository that is deleted takes its tags with it.
    told as (
        select *
        from spoken
        union all by name
        select distinct
            spoken.account,
            spoken.repository,
            spoken.tag,
            deletions.moment
        from deletions
        inner join spoken
            on
                deletions.account = spoken.account
                and deletions.repository = spoken.repository
                and deletions.moment >= spoken.moment
    ),

    told_in_order as (
        select
            *,
            lead(moment, 1, 'infinity') over (
                partition by account, repository, tag order by moment, occurrence
            ) as until
        from told
    ),

    pushed as (
        select *
        from told_in_order
        where digest is not null
    ),

    deleted as (
        select *
        from told
        where digest is null
    ),

    versions as (
        select
            account,
            repository,
            tag,
            -- Where an answer leaves the digest out, it is taken to be as it was.
            last_value(digest ignore nulls) over (
                partition by account, repository, tag order by valid_from
            ) as digest,
            valid_from,
            valid_to,
            last_listed_at
        from tags_history
        where
            of_tag is null
            or (
                account = of_account
                and repository in (of_repository, of_account || '/' || of_repository)
                and tag = of_tag
            )
    ),

    numbered as (
        select
            *,
            lag(valid_to) over tags as before_until,
            lag(digest) over tags as digest_before
        from versions
        window tags as (partition by account, repository, tag order by valid_from)
    ),

    stretches as (
        select
            *,
            sum(
                (
                    before_until is distinct from valid_from
                    or digest_before is distinct from digest
                )::integer
            ) over (partition by account, repository, tag order by valid_from) as stretch
        from numbered
    ),

    -- As long as listings went on to show one digest.
    listed as (
        select
            account,
            repository,
            tag,
            any_value(digest) as digest,
            min(valid_from) as since,
            max(last_listed_at) as last_seen_at,
            max(coalesce(valid_to, 'infinity')) as until
        from stretches
        where digest is not null
        group by account, repository, tag, stretch
    ),

    listed_in_order as (
        select
            *,
            lag(last_seen_at) over tags as seen_before_at,
            lead(since) over tags as next_since
        from listed
        window tags as (partition by account, repository, tag order by since)
    ),

    -- Where anything else explains a stretch or its end, that tells more; a listing takes its
    -- time, so what happens soon after it has begun may be in it already.
    edges as (
        select
            *,
            coalesce(seen_before_at - interval 10 minutes, '-infinity') as earliest,
            since - interval 10 minutes as before_since,
            since + interval 10 minutes as after_since,
            last_seen_at - interval 10 minutes as before_last_seen,
            until + interval 10 minutes as after_until
        from listed_in_order
    ),

    unexplained as (
        select edges.*
        from edges
        anti join pushed
            on
                edges.account = pushed.account
                and edges.repository = pushed.repository
                and edges.tag = pushed.tag
                and edges.digest = pushed.digest
                and edges.earliest <= pushed.moment
                and edges.after_since >= pushed.moment
                and edges.before_since <= pushed.until
        where from_time is null or edges.before_since >= from_time::timestamptz
    ),

    ended as (
        select edges.*
        from edges
        anti join deleted
            on
                edges.account = deleted.account
                and edges.repository = deleted.repository
                and edges.tag = deleted.tag
                and edges.before_last_seen <= deleted.moment
                and edges.after_until >= deleted.moment
        where
            isfinite(edges.until)
            and edges.until is distinct from edges.next_since
            and (from_time is null or edges.until >= from_time::timestamptz)
    ),

    points as (
        select
            account,
            repository,
            tag,
            moment,
            digest,
            actor_user,
            token_id,
            token_label,
            event_key,
            occurrence,
            false as only_listed
        from told
        union all by name
        select
            account,
            repository,
            tag,
            since as moment,
            digest,
            true as only_listed
        from unexplained
        union all by name
        select
            account,
            repository,
            tag,
            until as moment,
            true as only_listed
        from ended
    ),

    compared as (
        select
            *,
            lag(digest) over (
                partition by account, repository, tag order by moment, occurrence
            ) as digest_before
        from points
    ),

    shown as (
        select
            account,
            repository,
            tag,
            digest,
            min(since) as since,
            max(last_seen_at) as last_seen_at
        from listed
        group by account, repository, tag, digest
    ),

    moves as (
        select
            *,
            lead(moment) over (
                partition by account, repository, tag order by moment, occurrence
            ) as live_until
        from compared
        where digest is distinct from digest_before
    )

    select
        moves.account,
        moves.repository,
        moves.tag,
        moves.moment as moved_at,
        moves.digest_before,
        moves.digest,
        moves.actor_user,
        moves.token_id,
        moves.token_label,
        moves.live_until,
        -- Whole numbers: DuckDB looks every interval of days up in a calendar.
        (epoch_us(moves.live_until) - epoch_us(moves.moment)) / 1e6 as live_seconds,
        case
            when moves.only_listed then 'listing'
            when
                shown.since <= coalesce(moves.live_until, 'infinity')
                and epoch_us(moves.moment) - epoch_us(shown.last_seen_at) <= 600e6
                then 'both'
            else 'push'
        end as source,
        moves.event_key
    from moves
    left join shown
        on
            moves.account = shown.account
            and moves.repository = shown.repository
            and moves.tag = shown.tag
            and moves.digest = shown.digest
    where moves.digest is not null;
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
