-- The parameters are called as no column is, or DuckDB would mix them up with the views' columns.
-- No part of what asks for it: DuckDB would keep a CTE that is read twice in memory, all columns.
create or replace macro words_of_tags(of_account, of_repository, of_tag, from_time) as table
    select -- noqa: AM07
        rowid as number,
        tag_key,
        account,
        if(contains(name, '/'), name, concat(account, '/', name)) as repository,
        tag,
        if(action = 'repo.tag.push', data ->> 'digest', null) as digest,
        event_time as moment,
        occurrence,
        actor_user,
        token_id,
        token_label,
        event_key,
        action
    from events
    where
        action in ('repo.tag.push', 'repo.tag.delete')
        and tag_key is not null
        and (of_tag is null or tag_key = key_of_tag(of_account, of_repository, of_tag))
        and (from_time is null or event_time >= from_time::timestamptz)
    union all by name
    select
        -1 - rowid as number,
        key_of_tag(account, concat(account, '/', scope), key) as tag_key,
        account,
        concat(account, '/', scope) as repository,
        key as tag,
        body ->> 'digest' as digest,
        valid_from as moment,
        valid_to,
        last_listed_at,
        'listed' as action
    from state_versions
    where
        kind = 'tags'
        and (
            of_tag is null
            or (
                account = of_account
                and key = of_tag
                and concat(account, '/', scope) in (
                    of_repository, concat(of_account, '/', of_repository)
                )
            )
        );
comment on macro table words_of_tags is -- noqa: PRS
'What each push and deletion (from a time on, or ever) and each listing ever said of tags.
Each has a number by which others join it, negative where it is a listing''s.';
