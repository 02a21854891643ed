-- Which tertials of a project have been touched, and by which change. A run removes the marks that it has seen.
CREATE TABLE dirty_marks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    tertial INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    marked_at TEXT NOT NULL,
    CONSTRAINT fk_dirty_marks_project FOREIGN KEY (project_id) REFERENCES projects (id)
) STRICT;

CREATE INDEX ix_dirty_marks ON dirty_marks (project_id, change_id);

-- Work for later, written in the transaction that asks for it and removed when it is done.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job TEXT NOT NULL,
    argument TEXT NOT NULL,
    trace_parent TEXT,
    created_at TEXT NOT NULL,
    started_at TEXT,
    not_before TEXT,
    attempts INTEGER NOT NULL
) STRICT;

CREATE INDEX ix_outbox_job ON outbox (job, argument);

-- Computations: asked for, running, completed. A completed one is a run: complete, consistent, never changed.
CREATE TABLE computations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    status TEXT NOT NULL,
    as_of TEXT NOT NULL,
    cut_off INTEGER NOT NULL,
    requested_at TEXT NOT NULL,
    completed_at TEXT,
    difference_count INTEGER,
    CONSTRAINT uq_computations UNIQUE (public_id),
    CONSTRAINT fk_computations_project FOREIGN KEY (project_id) REFERENCES projects (id)
) STRICT;

CREATE INDEX ix_computations_project ON computations (project_id, status);

-- The run that readers of a project see. Swapped in whole.
CREATE TABLE current_runs (
    project_id TEXT NOT NULL,
    computation_id INTEGER NOT NULL,
    replaced_at TEXT NOT NULL,
    CONSTRAINT pk_current_runs PRIMARY KEY (project_id),
    CONSTRAINT fk_current_runs_computation FOREIGN KEY (computation_id) REFERENCES computations (id)
) STRICT;

-- The figures of a run: counts only. Share, interval and verdict follow from them and the goal version.
-- tertial = year * 3 + number - 1; position is the order in which readers get them.
CREATE TABLE attainment (
    computation_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    goal_key TEXT NOT NULL,
    goal_version INTEGER NOT NULL,
    subproject TEXT,
    tertial INTEGER NOT NULL,
    time_window TEXT NOT NULL,
    cohort_from TEXT NOT NULL,
    cohort_to TEXT NOT NULL,
    cohort_partial INTEGER NOT NULL,
    woman_numerator INTEGER NOT NULL,
    woman_denominator INTEGER,
    man_numerator INTEGER NOT NULL,
    man_denominator INTEGER,
    other_numerator INTEGER NOT NULL,
    other_denominator INTEGER,
    unknown_numerator INTEGER NOT NULL,
    unknown_denominator INTEGER,
    CONSTRAINT pk_attainment PRIMARY KEY (computation_id, position),
    CONSTRAINT fk_attainment_computation FOREIGN KEY (computation_id) REFERENCES computations (id)
) STRICT;
