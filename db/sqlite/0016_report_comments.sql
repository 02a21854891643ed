-- What projects say about a tertial: every version, only ever added. A null text takes the comment away.
CREATE TABLE report_comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    tertial INTEGER NOT NULL,
    version INTEGER NOT NULL,
    comment_text TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    CONSTRAINT uq_report_comments UNIQUE (project_id, tertial, version),
    CONSTRAINT fk_report_comments_project FOREIGN KEY (project_id) REFERENCES projects (id)
) STRICT;
