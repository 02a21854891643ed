-- What a DBA does once for the service: a database whose readers never wait for writers, and a login for each account.
-- sqlcmd gives the passwords: $(MIGRATE_PASSWORD) and $(RUN_PASSWORD).
IF DB_ID('outcome') IS NULL
    CREATE DATABASE outcome;
GO

IF (SELECT is_read_committed_snapshot_on FROM sys.databases WHERE name = 'outcome') = 0
    ALTER DATABASE outcome SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
IF (SELECT snapshot_isolation_state FROM sys.databases WHERE name = 'outcome') = 0
    ALTER DATABASE outcome SET ALLOW_SNAPSHOT_ISOLATION ON;
GO

IF SUSER_ID('outcome_migrate') IS NULL
    CREATE LOGIN outcome_migrate WITH PASSWORD = '$(MIGRATE_PASSWORD)', DEFAULT_DATABASE = outcome;
ELSE
    ALTER LOGIN outcome_migrate WITH PASSWORD = '$(MIGRATE_PASSWORD)';
IF SUSER_ID('outcome_run') IS NULL
    CREATE LOGIN outcome_run WITH PASSWORD = '$(RUN_PASSWORD)', DEFAULT_DATABASE = outcome;
ELSE
    ALTER LOGIN outcome_run WITH PASSWORD = '$(RUN_PASSWORD)';
GO
