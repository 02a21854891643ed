-- A run holds everything that is shown. The figures of a run once more, with everybody counted with the women or the men: what steering groups see.
ALTER TABLE attainment ADD two_woman_numerator int;
ALTER TABLE attainment ADD two_woman_denominator int;
ALTER TABLE attainment ADD two_man_numerator int;
ALTER TABLE attainment ADD two_man_denominator int;

-- The reports of a run: of every tertial, for the whole project (an empty part), each subproject, and each association's share where there are several.
CREATE TABLE run_reports (
    computation_id bigint NOT NULL,
    tertial int NOT NULL,
    part nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    association nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    content varbinary(max) NOT NULL,
    CONSTRAINT pk_run_reports PRIMARY KEY (computation_id, tertial, part, association),
    CONSTRAINT fk_run_reports_computation FOREIGN KEY (computation_id) REFERENCES computations (id)
);

-- A certified version as each audience (exact, steering-group) sees it, of the whole project and of each subproject.
CREATE TABLE certified_views (
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    tertial int NOT NULL,
    version int NOT NULL,
    part nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    audience nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    content varbinary(max) NOT NULL,
    CONSTRAINT pk_certified_views PRIMARY KEY (project_id, tertial, version, part, audience),
    CONSTRAINT fk_certified_views_report FOREIGN KEY (project_id, tertial, version) REFERENCES certified_reports (project_id, tertial, version)
);

-- The bytes of a certified version in each form that somebody has read.
CREATE TABLE certified_forms (
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    tertial int NOT NULL,
    version int NOT NULL,
    part nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    audience nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    form nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    content varbinary(max) NOT NULL,
    CONSTRAINT pk_certified_forms PRIMARY KEY (project_id, tertial, version, part, audience, form),
    CONSTRAINT fk_certified_forms_report FOREIGN KEY (project_id, tertial, version) REFERENCES certified_reports (project_id, tertial, version)
);

-- Made once and kept: the key by which people of another or unknown gender are counted with the women or the men.
CREATE TABLE database_keys (
    name nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    content varbinary(max) NOT NULL,
    made_at datetimeoffset(7) NOT NULL,
    CONSTRAINT pk_database_keys PRIMARY KEY (name)
);

-- The role of whoever sent a waiting batch was a number.
UPDATE batches SET caller = REPLACE(caller, '"role":0,', '"role":"registrar",');
UPDATE batches SET caller = REPLACE(caller, '"role":1,', '"role":"referrer",');
UPDATE batches SET caller = REPLACE(caller, '"role":2,', '"role":"secretariat",');
UPDATE batches SET caller = REPLACE(caller, '"role":3,', '"role":"steering-group",');
UPDATE batches SET caller = REPLACE(caller, '"role":4,', '"role":"operator",');
UPDATE batches SET caller = REPLACE(caller, '"role":5,', '"role":"administrator",');

-- Runs of before hold no reports: every project gets a new one.
DELETE FROM current_runs;
DELETE FROM attainment;

-- A run is up to date when its cut-off is the newest entry of the history, so nothing marks what has changed; and what was told is not remembered.
DROP TABLE dirty_marks;
ALTER TABLE certified_reports DROP COLUMN told;
