-- Close what a whole listing no longer has, and the e-mails that have become accounts.
update state_versions
set valid_to = $at
where
    account = $account
    and scope = $scope
    and kind = $resource
    and valid_to is null
    and key not in (select last_said.key from last_said)
    and (
        $whole
        or key in (
            select chosen.formerly
            from chosen
            where chosen.reason is null and chosen.formerly is not null
        )
    );
