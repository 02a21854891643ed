-- Certified reports: every version, only ever added, never changed. content is the canonical JSON that was signed, sha256 its hash; shown is the same report as
-- each kind of reader sees it, so that no reader's figures are ever computed again. cut_off is the newest entry of the history that is in it.
CREATE TABLE certified_reports (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    tertial int NOT NULL,
    version int NOT NULL,
    content nvarchar(max) NOT NULL,
    sha256 nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    shown nvarchar(max) NOT NULL,
    as_of date NOT NULL,
    cut_off bigint NOT NULL,
    exception_text nvarchar(1000),
    reason_text nvarchar(1000),
    certified_at datetimeoffset(7) NOT NULL,
    certified_by nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT uq_certified_reports UNIQUE (project_id, tertial, version),
    CONSTRAINT fk_certified_reports_project FOREIGN KEY (project_id) REFERENCES projects (id)
);
