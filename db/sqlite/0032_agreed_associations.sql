-- Parts of projects that an association has accepted as its own. Acceptance may come before the project.
CREATE TABLE accepted_parts (
    association_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    subproject TEXT NOT NULL,
    accepted_at TEXT NOT NULL,
    accepted_by TEXT NOT NULL,
    CONSTRAINT pk_accepted_parts PRIMARY KEY (association_id, project_id, subproject),
    CONSTRAINT fk_accepted_parts_association FOREIGN KEY (association_id) REFERENCES associations (id)
) STRICT;

-- The associations of a project and of its parts. The highest of their small-group thresholds holds for the project.
CREATE TABLE project_associations (
    project_id TEXT NOT NULL,
    association_id TEXT NOT NULL,
    CONSTRAINT pk_project_associations PRIMARY KEY (project_id, association_id),
    CONSTRAINT fk_project_associations_project FOREIGN KEY (project_id) REFERENCES projects (id),
    CONSTRAINT fk_project_associations_association FOREIGN KEY (association_id) REFERENCES associations (id)
) STRICT;

INSERT INTO project_associations (project_id, association_id)
SELECT p.id, p.association_id
FROM projects p
UNION
SELECT p.id, json_extract(s.value, '$.association')
FROM projects p, json_each(p.content, '$.subprojects') s
WHERE json_extract(s.value, '$.association') IS NOT NULL;

-- What an event of the audit is about, beside its project, and what changed.
ALTER TABLE audit_events ADD subject TEXT;

ALTER TABLE audit_events ADD was TEXT;

ALTER TABLE audit_events ADD became TEXT;
