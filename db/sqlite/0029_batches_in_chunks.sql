-- Batches are stored in chunks of some hundred records of one kind. What is sent waits in its chunk until it has been worked through; the results of its
-- records then take its place. Batches of earlier versions go: their records stay.
DROP TABLE batches;

CREATE TABLE batches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    caller TEXT NOT NULL,
    mode TEXT NOT NULL,
    dry_run INTEGER NOT NULL,
    status TEXT NOT NULL,
    received INTEGER NOT NULL,
    done INTEGER NOT NULL,
    created INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    corrected INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    with_warnings INTEGER NOT NULL,
    late INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    warnings INTEGER NOT NULL,
    layout TEXT,
    created_at TEXT NOT NULL,
    completed_at TEXT,
    CONSTRAINT uq_batches UNIQUE (public_id),
    CONSTRAINT fk_batches_project FOREIGN KEY (project_id) REFERENCES projects (id)
) STRICT;

CREATE TABLE batch_chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch TEXT NOT NULL,
    turn INTEGER NOT NULL,
    kind TEXT NOT NULL,
    waiting TEXT,
    results TEXT,
    findings INTEGER NOT NULL,
    CONSTRAINT fk_batch_chunks_batch FOREIGN KEY (batch) REFERENCES batches (public_id)
) STRICT;

CREATE INDEX ix_batch_chunks_turn ON batch_chunks (batch, turn, id);
