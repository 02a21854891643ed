-- Associations (samordningsförbund) own projects.
CREATE TABLE associations (
    id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    content nvarchar(max) NOT NULL,
    small_number_threshold int,
    version int NOT NULL,
    received_at datetimeoffset(7) NOT NULL,
    changed_at datetimeoffset(7) NOT NULL,
    CONSTRAINT pk_associations PRIMARY KEY (id)
);

-- A project file without its goals. The dates and the association stand beside the file because queries ask for them.
CREATE TABLE projects (
    id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    association_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    content nvarchar(max) NOT NULL,
    version int NOT NULL,
    received_at datetimeoffset(7) NOT NULL,
    changed_at datetimeoffset(7) NOT NULL,
    CONSTRAINT pk_projects PRIMARY KEY (id),
    CONSTRAINT fk_projects_association FOREIGN KEY (association_id) REFERENCES associations (id)
);

-- Every version of every goal, only ever added. A null definition closes the goal from valid_from.
CREATE TABLE goal_versions (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    goal_key nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    version int NOT NULL,
    position int NOT NULL,
    valid_from date NOT NULL,
    definition nvarchar(max),
    created_at datetimeoffset(7) NOT NULL,
    created_by nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT uq_goal_versions UNIQUE (project_id, goal_key, version),
    CONSTRAINT fk_goal_versions_project FOREIGN KEY (project_id) REFERENCES projects (id)
);
