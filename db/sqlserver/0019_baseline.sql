-- The schema of version 0.1. A database that has the scripts 0001 to 0019 in its journal has it already.

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

-- Enrollments (inskrivningar). reference is the sender's own key.
CREATE TABLE enrollments (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reference nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    participant nvarchar(100) COLLATE Latin1_General_100_BIN2,
    anonymous bit NOT NULL,
    protected_identity bit NOT NULL,
    carried_over bit NOT NULL,
    consent_given_on date,
    consent_withdrawn_on date,
    gender nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    birth_year int,
    subproject nvarchar(64) COLLATE Latin1_General_100_BIN2,
    referral_reference nvarchar(64) COLLATE Latin1_General_100_BIN2,
    referred_on date,
    referrer nvarchar(40) COLLATE Latin1_General_100_BIN2,
    mapped_on date,
    started_on date NOT NULL,
    education nvarchar(40) COLLATE Latin1_General_100_BIN2,
    income_sources nvarchar(400),
    months_without_work int,
    months_on_sick_leave int,
    months_on_public_support int,
    occupation nvarchar(max),
    version int NOT NULL,
    voided bit NOT NULL,
    received_at datetimeoffset(7) NOT NULL,
    changed_at datetimeoffset(7) NOT NULL,
    CONSTRAINT uq_enrollments UNIQUE (project_id, reference),
    CONSTRAINT fk_enrollments_project FOREIGN KEY (project_id) REFERENCES projects (id)
);

CREATE INDEX ix_enrollments_participant ON enrollments (project_id, participant);

CREATE INDEX ix_enrollments_referral ON enrollments (project_id, referral_reference);

-- A person is looked for in every project when the key of the hashes of personal identity numbers has been changed.
CREATE INDEX ix_enrollments_person ON enrollments (participant);

-- Exits (avslut): at most one for an enrollment.
CREATE TABLE exits (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    enrollment_id bigint NOT NULL,
    exited_on date NOT NULL,
    reason nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    extent int,
    next_step_starts_on date,
    next_measure_ready bit,
    documentation_given_to_referrer_on date,
    documentation_given_to_participant_on date,
    income_sources nvarchar(400),
    occupation nvarchar(max),
    version int NOT NULL,
    voided bit NOT NULL,
    received_at datetimeoffset(7) NOT NULL,
    changed_at datetimeoffset(7) NOT NULL,
    CONSTRAINT uq_exits UNIQUE (enrollment_id),
    CONSTRAINT fk_exits_enrollment FOREIGN KEY (enrollment_id) REFERENCES enrollments (id)
);

CREATE INDEX ix_exits_project ON exits (project_id);

-- Documented steps (stegförflyttningar).
CREATE TABLE steps (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reference nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    enrollment_id bigint NOT NULL,
    kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    taken_on date NOT NULL,
    version int NOT NULL,
    voided bit NOT NULL,
    received_at datetimeoffset(7) NOT NULL,
    changed_at datetimeoffset(7) NOT NULL,
    CONSTRAINT uq_steps UNIQUE (project_id, reference),
    CONSTRAINT fk_steps_enrollment FOREIGN KEY (enrollment_id) REFERENCES enrollments (id)
);

CREATE INDEX ix_steps_enrollment ON steps (enrollment_id);

-- Job offers: offered is not started.
CREATE TABLE job_offers (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reference nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    enrollment_id bigint NOT NULL,
    offered_on date NOT NULL,
    subsidised bit NOT NULL,
    other_field bit NOT NULL,
    version int NOT NULL,
    voided bit NOT NULL,
    received_at datetimeoffset(7) NOT NULL,
    changed_at datetimeoffset(7) NOT NULL,
    CONSTRAINT uq_job_offers UNIQUE (project_id, reference),
    CONSTRAINT fk_job_offers_enrollment FOREIGN KEY (enrollment_id) REFERENCES enrollments (id)
);

CREATE INDEX ix_job_offers_enrollment ON job_offers (enrollment_id);

-- Every version of every record, the current one too. The id orders a project's changes: its writers are one at a time.
CREATE TABLE record_history (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    record_key nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    version int NOT NULL,
    content nvarchar(max) NOT NULL,
    correction nvarchar(40) COLLATE Latin1_General_100_BIN2,
    recorded_at datetimeoffset(7) NOT NULL,
    recorded_by nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT uq_record_history UNIQUE (project_id, kind, record_key, version)
);

CREATE INDEX ix_record_history_changes ON record_history (project_id, id);

-- Referrals (anvisningar). outcome and closed_on are what the sender stated; an enrollment that names the referral makes it started.
CREATE TABLE referrals (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reference nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    participant nvarchar(100) COLLATE Latin1_General_100_BIN2,
    gender nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    birth_year int,
    subproject nvarchar(64) COLLATE Latin1_General_100_BIN2,
    referrer nvarchar(40) COLLATE Latin1_General_100_BIN2,
    referred_on date NOT NULL,
    queued_on date,
    offered_on date,
    outcome nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    closed_on date,
    version int NOT NULL,
    voided bit NOT NULL,
    received_at datetimeoffset(7) NOT NULL,
    changed_at datetimeoffset(7) NOT NULL,
    CONSTRAINT uq_referrals UNIQUE (project_id, reference),
    CONSTRAINT fk_referrals_project FOREIGN KEY (project_id) REFERENCES projects (id)
);

CREATE INDEX ix_referrals_person ON referrals (participant);

-- Follow-ups, so many months after the exit: an answer, or why there is none.
CREATE TABLE follow_ups (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    enrollment_id bigint NOT NULL,
    months int NOT NULL,
    followed_up_on date NOT NULL,
    answer nvarchar(40) COLLATE Latin1_General_100_BIN2,
    unobtainable nvarchar(40) COLLATE Latin1_General_100_BIN2,
    reported_by nvarchar(40) COLLATE Latin1_General_100_BIN2,
    version int NOT NULL,
    voided bit NOT NULL,
    received_at datetimeoffset(7) NOT NULL,
    changed_at datetimeoffset(7) NOT NULL,
    CONSTRAINT uq_follow_ups UNIQUE (enrollment_id, months),
    CONSTRAINT fk_follow_ups_enrollment FOREIGN KEY (enrollment_id) REFERENCES enrollments (id)
);

CREATE INDEX ix_follow_ups_project ON follow_ups (project_id);

-- What the goal engine reads of an enrollment, its referral, its exit and its follow-up after three months. Records that were taken back are not there.
CREATE VIEW participation_facts AS
SELECT e.id, e.project_id, e.reference, e.gender, e.subproject, e.started_on, e.carried_over, e.anonymous, e.birth_year, e.mapped_on,
       COALESCE(e.referrer, r.referrer) AS referrer, COALESCE(e.referred_on, r.referred_on) AS referred_on, r.queued_on, r.offered_on,
       x.exited_on, x.reason, x.next_step_starts_on, x.next_measure_ready, x.documentation_given_to_referrer_on,
       x.documentation_given_to_participant_on, f.answer, f.unobtainable, e.received_at AS enrollment_received_at, x.received_at AS exit_received_at
FROM enrollments e
LEFT JOIN referrals r ON r.project_id = e.project_id AND r.reference = e.referral_reference AND r.voided = 0
LEFT JOIN exits x ON x.enrollment_id = e.id AND x.voided = 0
LEFT JOIN follow_ups f ON f.enrollment_id = e.id AND f.months = 3 AND f.voided = 0
WHERE e.voided = 0;

-- The first start that a referral has led to. One that was registered in error is none.
CREATE VIEW referral_starts AS
SELECT e.project_id, e.referral_reference, MIN(e.started_on) AS started_on
FROM enrollments e
LEFT JOIN exits x ON x.enrollment_id = e.id AND x.voided = 0
WHERE e.voided = 0 AND e.referral_reference IS NOT NULL AND (x.reason IS NULL OR x.reason <> 'registered-in-error')
GROUP BY e.project_id, e.referral_reference;

-- What the goal engine reads of a referral: started on the day on which an enrollment that names it starts, otherwise as stated.
CREATE VIEW referral_facts AS
SELECT r.id, r.project_id, r.reference, r.gender, r.subproject, r.birth_year, r.referrer, r.referred_on, r.queued_on, r.offered_on,
       CASE WHEN s.started_on IS NOT NULL THEN 'started' ELSE r.outcome END AS outcome, COALESCE(s.started_on, r.closed_on) AS closed_on
FROM referrals r
LEFT JOIN referral_starts s ON s.project_id = r.project_id AND s.referral_reference = r.reference
WHERE r.voided = 0;

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
    -- When another run took the place of this one for readers. Its figures stay for a while from then.
    superseded_at datetimeoffset(7),
    CONSTRAINT uq_computations UNIQUE (public_id),
    CONSTRAINT fk_computations_project FOREIGN KEY (project_id) REFERENCES projects (id)
);

CREATE INDEX ix_computations_project ON computations (project_id, status);

CREATE INDEX ix_computations_superseded ON computations (project_id, superseded_at);

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
    -- What is not counts in a figure, as JSON: the reported value that it shows or is held against, and days waited. Null: there are only counts.
    beside_counts nvarchar(max) NULL,
    CONSTRAINT pk_attainment PRIMARY KEY (computation_id, position),
    CONSTRAINT fk_attainment_computation FOREIGN KEY (computation_id) REFERENCES computations (id)
);

-- API keys. Only the SHA-256 of a key is kept.
CREATE TABLE api_keys (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    public_id nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    name nvarchar(200) NOT NULL,
    role nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    projects nvarchar(max) NOT NULL,
    associations nvarchar(max) NOT NULL,
    sha256 nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    created_at datetimeoffset(7) NOT NULL,
    created_by nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    expires_on date,
    revoked_at datetimeoffset(7),
    -- The organisations whose referred people a referrer's key is for, as a JSON list; null: a key of the time before.
    referrers nvarchar(max),
    -- When the key was last used, to the minute.
    last_used_at datetimeoffset(7),
    -- A key that has been replaced works until then.
    works_until datetimeoffset(7),
    -- The key that this one replaces.
    replaces nvarchar(40) COLLATE Latin1_General_100_BIN2,
    CONSTRAINT uq_api_keys_public_id UNIQUE (public_id),
    CONSTRAINT uq_api_keys_sha256 UNIQUE (sha256)
);

-- Who read or wrote what. No personal data: the record is named by project and kind, and by its version in the history.
CREATE TABLE audit_events (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    at datetimeoffset(7) NOT NULL,
    credential nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    role nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    action nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2,
    kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    record_count int NOT NULL,
    change_id bigint,
    purpose nvarchar(200),
    -- SHA-256 of the event and of the hash before it: a chain. Events of the time before have none.
    sha256 nvarchar(64) COLLATE Latin1_General_100_BIN2
);

CREATE INDEX ix_audit_events_at ON audit_events (at);

-- Idempotency-Keys of requests that succeeded, for seven days: a hash of the request and where its result stands, never the result itself.
CREATE TABLE idempotency_keys (
    credential nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    idempotency_key nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    request_sha256 nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    status int NOT NULL,
    target nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    created_at datetimeoffset(7) NOT NULL,
    CONSTRAINT pk_idempotency_keys PRIMARY KEY (credential, idempotency_key)
);

-- Batches: what was sent (only until it has been worked through), how far it has come, and the result: counts and faults, never values.
CREATE TABLE batches (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    public_id nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    caller nvarchar(max) NOT NULL,
    mode nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    dry_run bit NOT NULL,
    status nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    received int NOT NULL,
    done int NOT NULL,
    payload nvarchar(max),
    result nvarchar(max) NOT NULL,
    created_at datetimeoffset(7) NOT NULL,
    completed_at datetimeoffset(7),
    CONSTRAINT uq_batches UNIQUE (public_id),
    CONSTRAINT fk_batches_project FOREIGN KEY (project_id) REFERENCES projects (id)
);

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

-- That people were erased, when and why, and how much went; not who it was.
CREATE TABLE erasures (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    public_id nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reason nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    requested_by nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    erased_at datetimeoffset(7) NOT NULL,
    enrollments int NOT NULL,
    referrals int NOT NULL,
    history int NOT NULL,
    CONSTRAINT uq_erasures UNIQUE (public_id)
);

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
    -- The figures that steering groups see of the version, as a JSON list: later versions and open figures are held against them. Null: certified before they were kept.
    told nvarchar(max) NULL,
    CONSTRAINT uq_certified_reports UNIQUE (project_id, tertial, version),
    CONSTRAINT fk_certified_reports_project FOREIGN KEY (project_id) REFERENCES projects (id)
);
