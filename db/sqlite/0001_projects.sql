-- Associations (samordningsförbund) own projects.
CREATE TABLE associations (
    id TEXT NOT NULL,
    content TEXT NOT NULL,
    small_number_threshold INTEGER,
    version INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT pk_associations PRIMARY KEY (id)
) STRICT;

-- A project file without its goals. The dates and the association stand beside the file because queries ask for them.
CREATE TABLE projects (
    id TEXT NOT NULL,
    association_id TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    content TEXT NOT NULL,
    version INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT pk_projects PRIMARY KEY (id),
    CONSTRAINT fk_projects_association FOREIGN KEY (association_id) REFERENCES associations (id)
) STRICT;

-- Every version of every goal, only ever added. A null definition closes the goal from valid_from.
CREATE TABLE goal_versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    goal_key TEXT NOT NULL,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    definition TEXT,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    CONSTRAINT uq_goal_versions UNIQUE (project_id, goal_key, version),
    CONSTRAINT fk_goal_versions_project FOREIGN KEY (project_id) REFERENCES projects (id)
) STRICT;
