-- Batches: what was sent (only until it has been worked through), how far it has come, and the result: counts and faults, never values.
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
    payload TEXT,
    result TEXT NOT NULL,
    created_at TEXT NOT NULL,
    completed_at TEXT,
    CONSTRAINT uq_batches UNIQUE (public_id),
    CONSTRAINT fk_batches_project FOREIGN KEY (project_id) REFERENCES projects (id)
) STRICT;
