-- Parts of projects that an association has accepted as its own. Acceptance may come before the project.
CREATE TABLE accepted_parts (
    association_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    subproject nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    accepted_at datetimeoffset(7) NOT NULL,
    accepted_by nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_accepted_parts PRIMARY KEY (association_id, project_id, subproject),
    CONSTRAINT fk_accepted_parts_association FOREIGN KEY (association_id) REFERENCES associations (id)
);

-- The associations of a project and of its parts. The highest of their small-group thresholds holds for the project.
CREATE TABLE project_associations (
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    association_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_project_associations PRIMARY KEY (project_id, association_id),
    CONSTRAINT fk_project_associations_project FOREIGN KEY (project_id) REFERENCES projects (id),
    CONSTRAINT fk_project_associations_association FOREIGN KEY (association_id) REFERENCES associations (id)
);

INSERT INTO project_associations (project_id, association_id)
SELECT p.id, p.association_id
FROM projects p
UNION
SELECT p.id, s.association COLLATE Latin1_General_100_BIN2
FROM projects p
CROSS APPLY OPENJSON(p.content, '$.subprojects') WITH (association nvarchar(64) '$.association') s
WHERE s.association IS NOT NULL;

-- What an event of the audit is about, beside its project, and what changed.
ALTER TABLE audit_events ADD subject nvarchar(64) COLLATE Latin1_General_100_BIN2;

ALTER TABLE audit_events ADD was nvarchar(max);

ALTER TABLE audit_events ADD became nvarchar(max);
