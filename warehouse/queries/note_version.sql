insert into schema_versions values ($version, now());
