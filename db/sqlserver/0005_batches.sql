-- Batches: what was sent (only until it has been worked through), how far it has come, and the result: counts and faults, never values.
CREATE TABLE batches (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    public_id nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    caller nvarchar(max) NOT NULL,
    mode nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    dry_run bit NOT NULL,
    status nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    received int NOT NULL,
    done int NOT NULL,
    payload nvarchar(max),
    result nvarchar(max) NOT NULL,
    created_at datetimeoffset(7) NOT NULL,
    completed_at datetimeoffset(7),
    CONSTRAINT uq_batches UNIQUE (public_id),
    CONSTRAINT fk_batches_project FOREIGN KEY (project_id) REFERENCES projects (id)
);
