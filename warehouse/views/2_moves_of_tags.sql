-- The parameters are called as no column is, or DuckDB would mix them up with the views' columns.
create or replace macro moves_of_tags(of_account, of_repository, of_tag, from_time) as table
    -- Numbers of rows and tags and hashes of digests: the words of millions fit into no memory.
    with deletions as (
        select
            account,
            repository,
            event_time as moment
        from admin_events
        where action = 'repo.delete'
    ),

    -- A repository that is deleted takes its tags with it.
    told as (
        select
            number,
            tag_key,
            moment,
            case when digest is not null then hash(digest) end as mark,
            occurrence
        from words_of_tags(of_account, of_repository, of_tag, from_time)
        where
            action <> 'listed'
            and (digest is not null or action = 'repo.tag.delete')
        union all by name
        select distinct
            spoken.tag_key,
            deletions.moment
        from deletions
        inner join words_of_tags(of_account, of_repository, of_tag, from_time) as spoken
            on
                deletions.account = spoken.account
                and deletions.repository = spoken.repository
                and deletions.moment >= spoken.moment
        where
            spoken.action <> 'listed'
            and (spoken.digest is not null or spoken.action = 'repo.tag.delete')
    ),

    versions as (
        select
            tag_key,
            case when digest is not null then number end as number,
            case when digest is not null then hash(digest) end as mark,
            moment as valid_from,
            valid_to,
            last_listed_at
        from words_of_tags(of_account, of_repository, of_tag, from_time)
        where action = 'listed'
    ),

    -- Where an answer leaves the digest out, it is taken to be as it was.
    numbered as (
        select
            tag_key,
            valid_from as since,
            last_value(number ignore nulls) over tags as number,
            last_value(mark ignore nulls) over tags as mark,
            last_value(mark ignore nulls) over (
                tags rows between unbounded preceding and 1 preceding
            ) as mark_before,
            lag(valid_to) over tags as before_until,
            lag(last_listed_at) over tags as before_seen_at,
            last_value(valid_to) over (
                tags rows between unbounded preceding and unbounded following
            ) as gone_at,
            last_value(last_listed_at) over (
                tags rows between unbounded preceding and unbounded following
            ) as seen_at
        from versions
        window tags as (partition by tag_key order by valid_from)
    ),

    -- As long as listings went on to show one digest.
    listed as (
        select
            tag_key,
            number,
            mark,
            since,
            if(mark_before is null, null, before_seen_at) as seen_before_at,
            lead(since) over tags as next_since,
            if(next_since is null, seen_at, lead(before_seen_at) over tags) as last_seen_at,
            coalesce(
                if(next_since is null, gone_at, lead(before_until) over tags), 'infinity'
            ) as until
        from numbered
        where
            mark is not null
            and (before_until is distinct from since or mark_before is distinct from mark)
        window tags as (partition by tag_key order by since)
    ),

    -- Where anything else explains a stretch or its end, that tells more; a listing takes its
    -- time, so what happens soon after it has begun may be in it already.
    begun as (
        select
            tag_key,
            number,
            mark,
            since as moment,
            coalesce(seen_before_at - interval 10 minutes, '-infinity') as earliest,
            since - interval 10 minutes as before_since,
            since + interval 10 minutes as after_since
        from listed
        where from_time is null or since - interval 10 minutes >= from_time::timestamptz
    ),

    pushed as (
        select
            tag_key,
            mark,
            moment,
            lead(moment, 1, 'infinity') over (
                partition by tag_key order by moment, occurrence
            ) as until
        from told
        where tag_key in (select begun.tag_key from begun)
    ),

    unexplained as (
        select begun.*
        from begun
        anti join pushed
            on
                begun.tag_key = pushed.tag_key
                and begun.mark = pushed.mark
                and begun.earliest <= pushed.moment
                and begun.after_since >= pushed.moment
                and begun.before_since <= pushed.until
    ),

    ended as (
        select
            tag_key,
            until as moment,
            last_seen_at - interval 10 minutes as earliest,
            until + interval 10 minutes as latest
        from listed
        where
            isfinite(until)
            and until is distinct from next_since
            and (from_time is null or until >= from_time::timestamptz)
    ),

    ended_unexplained as (
        select ended.*
        from ended
        anti join told
            on
                ended.tag_key = told.tag_key
                and told.mark is null
                and ended.earliest <= told.moment
                and ended.latest >= told.moment
    ),

    points as (
        select *
        from told
        union all by name
        select
            number,
            tag_key,
            moment,
            mark
        from unexplained
        union all by name
        select
            tag_key,
            moment
        from ended_unexplained
    ),

    compared as (
        select
            *,
            lag(mark) over tags as mark_before,
            lag(number) over tags as number_before
        from points
        window tags as (partition by tag_key order by moment, occurrence)
    ),

    moves as (
        select
            number,
            number_before,
            tag_key,
            mark,
            moment,
            lead(moment) over (partition by tag_key order by moment, occurrence) as live_until
        from compared
        where mark is distinct from mark_before
    ),

    shown as (
        select
            tag_key,
            mark,
            min(since) as since,
            max(last_seen_at) as last_seen_at
        from listed
        group by tag_key, mark
    )

    select
        moves.number,
        moves.number_before,
        moves.tag_key,
        moves.moment,
        moves.live_until,
        case
            when moves.number < 0 then 'listing'
            when
                shown.since <= coalesce(moves.live_until, 'infinity')
                and epoch_us(moves.moment) - epoch_us(shown.last_seen_at) <= 600e6
                then 'both'
            else 'push'
        end as source
    from moves
    left join shown on moves.tag_key = shown.tag_key and moves.mark = shown.mark
    where moves.mark is not null;
comment on macro table moves_of_tags is -- noqa: PRS
'The rows of tag_moves_of without their words, which words_of_tags has by the same number.
What had moved the tag before is number_before; tag_key is what audit_events calls the tag.';
