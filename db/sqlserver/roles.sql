-- Roles of the database, for a database administrator to run: once when the database has been made, and once more after the first
-- "OutcomeApi migrate", when the tables are there that the last role may read. It may run as often as anybody likes.
--
--   outcome_api_migrate  changes the schema: the account of "OutcomeApi migrate", used during upgrades only.
--   outcome_api_run      reads and writes rows: the account of the service (Database__MigrateAtStart=false). It can change no table.
--   outcome_api_read     reads figures, reports and goals for other programs: exact figures, but no row about a person, no key and no audit.
--
-- Then: CREATE USER [...] FOR LOGIN [...]; ALTER ROLE outcome_api_run ADD MEMBER [...];

IF DATABASE_PRINCIPAL_ID('outcome_api_migrate') IS NULL CREATE ROLE outcome_api_migrate;
IF DATABASE_PRINCIPAL_ID('outcome_api_run') IS NULL CREATE ROLE outcome_api_run;
IF DATABASE_PRINCIPAL_ID('outcome_api_read') IS NULL CREATE ROLE outcome_api_read;
GO

-- The tables of the jobs have a schema of their own. It is there before them, so that rights to it can be given.
IF SCHEMA_ID('HangFire') IS NULL EXEC ('CREATE SCHEMA HangFire AUTHORIZATION outcome_api_migrate');
GO

GRANT CREATE TABLE, CREATE VIEW TO outcome_api_migrate;
GRANT ALTER, REFERENCES, SELECT, INSERT, UPDATE, DELETE ON SCHEMA::dbo TO outcome_api_migrate;

GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::dbo TO outcome_api_run;
GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::HangFire TO outcome_api_run;

IF OBJECT_ID('attainment') IS NOT NULL
BEGIN
    GRANT SELECT ON associations TO outcome_api_read;
    GRANT SELECT ON projects TO outcome_api_read;
    GRANT SELECT ON goal_versions TO outcome_api_read;
    GRANT SELECT ON computations TO outcome_api_read;
    GRANT SELECT ON current_runs TO outcome_api_read;
    GRANT SELECT ON attainment TO outcome_api_read;
    GRANT SELECT ON run_reports TO outcome_api_read;
    GRANT SELECT ON certified_reports TO outcome_api_read;
    GRANT SELECT ON certified_views TO outcome_api_read;
    GRANT SELECT ON certified_forms TO outcome_api_read;
END
GO
