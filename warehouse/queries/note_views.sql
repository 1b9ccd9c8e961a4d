insert into views_version values ($digest, now());
