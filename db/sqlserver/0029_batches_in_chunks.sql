-- Batches are stored in chunks of some hundred records of one kind. What is sent waits in its chunk until it has been worked through; the results of its
-- records then take its place. Batches of earlier versions go: their records stay.
DROP TABLE batches;

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
    created int NOT NULL,
    unchanged int NOT NULL,
    corrected int NOT NULL,
    rejected int NOT NULL,
    with_warnings int NOT NULL,
    late int NOT NULL,
    errors int NOT NULL,
    warnings int NOT NULL,
    layout nvarchar(max),
    created_at datetimeoffset(7) NOT NULL,
    completed_at datetimeoffset(7),
    CONSTRAINT uq_batches UNIQUE (public_id),
    CONSTRAINT fk_batches_project FOREIGN KEY (project_id) REFERENCES projects (id)
);

CREATE TABLE batch_chunks (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    batch nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    turn int NOT NULL,
    kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    waiting nvarchar(max),
    results nvarchar(max),
    findings int NOT NULL,
    CONSTRAINT fk_batch_chunks_batch FOREIGN KEY (batch) REFERENCES batches (public_id)
);

CREATE INDEX ix_batch_chunks_turn ON batch_chunks (batch, turn, id);
