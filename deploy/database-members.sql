-- Who is what in the database. The roles are those of db/sqlserver/roles.sql, which runs before this.
IF DATABASE_PRINCIPAL_ID('outcome_migrate') IS NULL
    CREATE USER outcome_migrate FOR LOGIN outcome_migrate;
IF DATABASE_PRINCIPAL_ID('outcome_run') IS NULL
    CREATE USER outcome_run FOR LOGIN outcome_run;
ALTER ROLE outcome_api_migrate ADD MEMBER outcome_migrate;
ALTER ROLE outcome_api_run ADD MEMBER outcome_run;
GO
