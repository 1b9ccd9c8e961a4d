-- The parameters are called as no column is, or DuckDB would mix them up with the views' columns.
create or replace macro tag_at(of_account, of_repository, of_tag, at_time) as table
    select
        digest,
        moved_at as since,
        actor_user,
        token_id,
        token_label,
        source
    from tag_moves_of(of_account, of_repository, of_tag, null)
    where
        moved_at <= at_time::timestamptz
        and coalesce(live_until > at_time::timestamptz, true);

comment on macro table tag_at is -- noqa: PRS
'What a tag pointed to at that time, since when, and by whom: one row of tag_moves, or none.
The repository may be called organisation/name or name. Where listings alone know of a move, it is
dated when the listing began; pushes from before the log''s reach are not known.';
