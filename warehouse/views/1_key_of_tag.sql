-- The parameters are called as no column is, or DuckDB would mix them up with the views' columns.
create or replace macro key_of_tag(of_account, of_name, of_tag) as
md5_number_lower(
    concat_ws(
        ' ',
        of_account,
        if(contains(of_name, '/'), of_name, of_account || '/' || of_name),
        of_tag
    )
);
comment on macro key_of_tag is -- noqa: PRS
'The number that stands for a tag of a repository, which may be called organisation/name or name.';
