-- Which tertials of a project have been touched, and by which change. A run removes the marks that it has seen.
CREATE TABLE dirty_marks (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    tertial int NOT NULL,
    change_id bigint NOT NULL,
    marked_at datetimeoffset(7) NOT NULL,
    CONSTRAINT fk_dirty_marks_project FOREIGN KEY (project_id) REFERENCES projects (id)
);

CREATE INDEX ix_dirty_marks ON dirty_marks (project_id, change_id);

-- Work for later, written in the transaction that asks for it and removed when it is done.
CREATE TABLE outbox (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    job nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    argument nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    trace_parent nvarchar(100),
    created_at datetimeoffset(7) NOT NULL,
    started_at datetimeoffset(7),
    not_before datetimeoffset(7),
    attempts int NOT NULL
);

CREATE INDEX ix_outbox_job ON outbox (job, argument);

-- Computations: asked for, running, completed. A completed one is a run: complete, consistent, never changed.
CREATE TABLE computations (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    public_id nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reason nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    status nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    as_of date NOT NULL,
    cut_off bigint NOT NULL,
    requested_at datetimeoffset(7) NOT NULL,
    completed_at datetimeoffset(7),
    difference_count int,
    CONSTRAINT uq_computations UNIQUE (public_id),
    CONSTRAINT fk_computations_project FOREIGN KEY (project_id) REFERENCES projects (id)
);

CREATE INDEX ix_computations_project ON computations (project_id, status);

-- The run that readers of a project see. Swapped in whole.
CREATE TABLE current_runs (
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    computation_id bigint NOT NULL,
    replaced_at datetimeoffset(7) NOT NULL,
    CONSTRAINT pk_current_runs PRIMARY KEY (project_id),
    CONSTRAINT fk_current_runs_computation FOREIGN KEY (computation_id) REFERENCES computations (id)
);

-- The figures of a run: counts only. Share, interval and verdict follow from them and the goal version.
-- tertial = year * 3 + number - 1; position is the order in which readers get them.
CREATE TABLE attainment (
    computation_id bigint NOT NULL,
    position int NOT NULL,
    goal_key nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    goal_version int NOT NULL,
    subproject nvarchar(64) COLLATE Latin1_General_100_BIN2,
    tertial int NOT NULL,
    time_window nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    cohort_from date NOT NULL,
    cohort_to date NOT NULL,
    cohort_partial bit NOT NULL,
    woman_numerator int NOT NULL,
    woman_denominator int,
    man_numerator int NOT NULL,
    man_denominator int,
    other_numerator int NOT NULL,
    other_denominator int,
    unknown_numerator int NOT NULL,
    unknown_denominator int,
    CONSTRAINT pk_attainment PRIMARY KEY (computation_id, position),
    CONSTRAINT fk_attainment_computation FOREIGN KEY (computation_id) REFERENCES computations (id)
);
