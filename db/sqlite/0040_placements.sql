-- Jobs and courses that participants begin while the support goes on.
CREATE TABLE placements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    enrollment_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    started_on TEXT NOT NULL,
    ended_on TEXT,
    subsidised INTEGER,
    extent INTEGER,
    open_to_all INTEGER,
    version INTEGER NOT NULL,
    voided INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT uq_placements UNIQUE (project_id, reference),
    CONSTRAINT fk_placements_enrollment FOREIGN KEY (enrollment_id) REFERENCES enrollments (id)
) STRICT;

CREATE INDEX ix_placements_enrollment ON placements (enrollment_id);
