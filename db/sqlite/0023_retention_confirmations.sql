-- One night's retention that an administrator let go ahead although the guard would stop it.
CREATE TABLE retention_confirmations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    confirmed_at TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    used_at TEXT,
    CONSTRAINT fk_retention_confirmations_project FOREIGN KEY (project_id) REFERENCES projects (id)
) STRICT;
CREATE INDEX ix_retention_confirmations_project ON retention_confirmations (project_id);
