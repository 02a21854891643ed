-- One night's retention that an administrator let go ahead although the guard would stop it.
CREATE TABLE retention_confirmations (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    confirmed_at datetimeoffset(7) NOT NULL,
    confirmed_by nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    used_at datetimeoffset(7) NULL,
    CONSTRAINT fk_retention_confirmations_project FOREIGN KEY (project_id) REFERENCES projects (id)
);
CREATE INDEX ix_retention_confirmations_project ON retention_confirmations (project_id);
