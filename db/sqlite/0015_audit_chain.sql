-- SHA-256 of the event and of the hash before it: a chain. Events of the time before have none.
ALTER TABLE audit_events ADD sha256 TEXT;

CREATE INDEX ix_audit_events_at ON audit_events (at);

-- That people were erased, when and why, and how much went; not who it was.
CREATE TABLE erasures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    requested_by TEXT NOT NULL,
    erased_at TEXT NOT NULL,
    enrollments INTEGER NOT NULL,
    referrals INTEGER NOT NULL,
    history INTEGER NOT NULL,
    CONSTRAINT uq_erasures UNIQUE (public_id)
) STRICT;
