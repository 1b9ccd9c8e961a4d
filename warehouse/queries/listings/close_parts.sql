-- Close the parts of what is gone, and those that a thing no longer has. Where one of its parts has
-- nothing to know it by, it cannot be said which is gone.
update state_versions
set valid_to = $at
where
    account = $account
    and scope = $scope
    and kind = $part
    and valid_to is null
    and (
        parent not in (
            select whole.key
            from state_versions as whole
            where
                whole.account = $account
                and whole.scope = $scope
                and whole.kind = $resource
                and whole.valid_to is null
        )
        or (
            parent in (
                select chosen.key
                from chosen
                where
                    chosen.parts
                    and chosen.reason is null
                    and chosen.place not in (
                        select staged.place
                        from staged
                        where staged.key is null
                    )
            )
            and (parent, key) not in (
                select (chosen.parent, chosen.key)
                from chosen
                where chosen.parent <> ''
            )
        )
    );
