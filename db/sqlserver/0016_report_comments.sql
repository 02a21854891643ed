-- What projects say about a tertial: every version, only ever added. A null text takes the comment away.
CREATE TABLE report_comments (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    tertial int NOT NULL,
    version int NOT NULL,
    comment_text nvarchar(4000),
    recorded_at datetimeoffset(7) NOT NULL,
    recorded_by nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT uq_report_comments UNIQUE (project_id, tertial, version),
    CONSTRAINT fk_report_comments_project FOREIGN KEY (project_id) REFERENCES projects (id)
);
