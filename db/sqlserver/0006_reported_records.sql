-- Self-assessments (SKAPA-skattningar): six areas, 1-5 or not rated, as a JSON array in the order of the areas.
CREATE TABLE self_assessments (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reference nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    enrollment_id bigint NOT NULL,
    assessed_on date NOT NULL,
    occasion nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ratings nvarchar(100) NOT NULL,
    version int NOT NULL,
    voided bit NOT NULL,
    received_at datetimeoffset(7) NOT NULL,
    changed_at datetimeoffset(7) NOT NULL,
    CONSTRAINT uq_self_assessments UNIQUE (project_id, reference),
    CONSTRAINT fk_self_assessments_enrollment FOREIGN KEY (enrollment_id) REFERENCES enrollments (id)
);

CREATE INDEX ix_self_assessments_enrollment ON self_assessments (enrollment_id);

-- Fidelity reviews (programtrohetsmätningar). Scores by item as JSON. Points and maximum stand beside them when every item is scored, otherwise null.
CREATE TABLE fidelity_reviews (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reference nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reviewed_on date NOT NULL,
    scale nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    scores nvarchar(max) NOT NULL,
    total_points int,
    maximum_points int,
    version int NOT NULL,
    voided bit NOT NULL,
    received_at datetimeoffset(7) NOT NULL,
    changed_at datetimeoffset(7) NOT NULL,
    CONSTRAINT uq_fidelity_reviews UNIQUE (project_id, reference),
    CONSTRAINT fk_fidelity_reviews_project FOREIGN KEY (project_id) REFERENCES projects (id)
);

-- Reported figures: milestones, baselines, indicators of the organisation. Either a value, or a numerator and a denominator.
CREATE TABLE reported_figures (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reference nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    figure nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reported_on date NOT NULL,
    figure_value int,
    numerator int,
    denominator int,
    version int NOT NULL,
    voided bit NOT NULL,
    received_at datetimeoffset(7) NOT NULL,
    changed_at datetimeoffset(7) NOT NULL,
    CONSTRAINT uq_reported_figures UNIQUE (project_id, reference),
    CONSTRAINT fk_reported_figures_project FOREIGN KEY (project_id) REFERENCES projects (id)
);

-- What the goal engine reads of figures that are reported rather than counted: reported figures, and complete fidelity reviews under the name of
-- their scale. A plain value has no denominator. Records that were taken back are not there.
CREATE VIEW reported_values AS
SELECT f.project_id, f.figure, f.reported_on, COALESCE(f.figure_value, f.numerator) AS numerator, f.denominator, f.received_at
FROM reported_figures f
WHERE f.voided = 0
UNION ALL
SELECT r.project_id, r.scale AS figure, r.reviewed_on AS reported_on, r.total_points AS numerator, r.maximum_points AS denominator, r.received_at
FROM fidelity_reviews r
WHERE r.voided = 0 AND r.total_points IS NOT NULL;
