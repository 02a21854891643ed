-- Certified reports: every version, only ever added, never changed. content is the canonical JSON that was signed, sha256 its hash; shown is the same report as
-- each kind of reader sees it, so that no reader's figures are ever computed again. cut_off is the newest entry of the history that is in it.
CREATE TABLE certified_reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    tertial INTEGER NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    shown TEXT NOT NULL,
    as_of TEXT NOT NULL,
    cut_off INTEGER NOT NULL,
    exception_text TEXT,
    reason_text TEXT,
    certified_at TEXT NOT NULL,
    certified_by TEXT NOT NULL,
    CONSTRAINT uq_certified_reports UNIQUE (project_id, tertial, version),
    CONSTRAINT fk_certified_reports_project FOREIGN KEY (project_id) REFERENCES projects (id)
) STRICT;
