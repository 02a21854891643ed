-- The schema of version 0.1. A database that has the scripts 0001 to 0019 in its journal has it already.

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

-- Enrollments (inskrivningar). reference is the sender's own key.
CREATE TABLE enrollments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    participant TEXT,
    anonymous INTEGER NOT NULL,
    protected_identity INTEGER NOT NULL,
    carried_over INTEGER NOT NULL,
    consent_given_on TEXT,
    consent_withdrawn_on TEXT,
    gender TEXT NOT NULL,
    birth_year INTEGER,
    subproject TEXT,
    referral_reference TEXT,
    referred_on TEXT,
    referrer TEXT,
    mapped_on TEXT,
    started_on TEXT NOT NULL,
    education TEXT,
    income_sources TEXT,
    months_without_work INTEGER,
    months_on_sick_leave INTEGER,
    months_on_public_support INTEGER,
    occupation TEXT,
    version INTEGER NOT NULL,
    voided INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT uq_enrollments UNIQUE (project_id, reference),
    CONSTRAINT fk_enrollments_project FOREIGN KEY (project_id) REFERENCES projects (id)
) STRICT;

CREATE INDEX ix_enrollments_participant ON enrollments (project_id, participant);

CREATE INDEX ix_enrollments_referral ON enrollments (project_id, referral_reference);

-- A person is looked for in every project when the key of the hashes of personal identity numbers has been changed.
CREATE INDEX ix_enrollments_person ON enrollments (participant);

-- Exits (avslut): at most one for an enrollment.
CREATE TABLE exits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    enrollment_id INTEGER NOT NULL,
    exited_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    extent INTEGER,
    next_step_starts_on TEXT,
    next_measure_ready INTEGER,
    documentation_given_to_referrer_on TEXT,
    documentation_given_to_participant_on TEXT,
    income_sources TEXT,
    occupation TEXT,
    version INTEGER NOT NULL,
    voided INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT uq_exits UNIQUE (enrollment_id),
    CONSTRAINT fk_exits_enrollment FOREIGN KEY (enrollment_id) REFERENCES enrollments (id)
) STRICT;

CREATE INDEX ix_exits_project ON exits (project_id);

-- Documented steps (stegförflyttningar).
CREATE TABLE steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    enrollment_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    taken_on TEXT NOT NULL,
    version INTEGER NOT NULL,
    voided INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT uq_steps UNIQUE (project_id, reference),
    CONSTRAINT fk_steps_enrollment FOREIGN KEY (enrollment_id) REFERENCES enrollments (id)
) STRICT;

CREATE INDEX ix_steps_enrollment ON steps (enrollment_id);

-- Job offers: offered is not started.
CREATE TABLE job_offers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    enrollment_id INTEGER NOT NULL,
    offered_on TEXT NOT NULL,
    subsidised INTEGER NOT NULL,
    other_field INTEGER NOT NULL,
    version INTEGER NOT NULL,
    voided INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT uq_job_offers UNIQUE (project_id, reference),
    CONSTRAINT fk_job_offers_enrollment FOREIGN KEY (enrollment_id) REFERENCES enrollments (id)
) STRICT;

CREATE INDEX ix_job_offers_enrollment ON job_offers (enrollment_id);

-- Every version of every record, the current one too. The id orders a project's changes: its writers are one at a time.
CREATE TABLE record_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    record_key TEXT NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL,
    correction TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    CONSTRAINT uq_record_history UNIQUE (project_id, kind, record_key, version)
) STRICT;

CREATE INDEX ix_record_history_changes ON record_history (project_id, id);

-- Referrals (anvisningar). outcome and closed_on are what the sender stated; an enrollment that names the referral makes it started.
CREATE TABLE referrals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    participant TEXT,
    gender TEXT NOT NULL,
    birth_year INTEGER,
    subproject TEXT,
    referrer TEXT,
    referred_on TEXT NOT NULL,
    queued_on TEXT,
    offered_on TEXT,
    outcome TEXT NOT NULL,
    closed_on TEXT,
    version INTEGER NOT NULL,
    voided INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT uq_referrals UNIQUE (project_id, reference),
    CONSTRAINT fk_referrals_project FOREIGN KEY (project_id) REFERENCES projects (id)
) STRICT;

CREATE INDEX ix_referrals_person ON referrals (participant);

-- Follow-ups, so many months after the exit: an answer, or why there is none.
CREATE TABLE follow_ups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    enrollment_id INTEGER NOT NULL,
    months INTEGER NOT NULL,
    followed_up_on TEXT NOT NULL,
    answer TEXT,
    unobtainable TEXT,
    reported_by TEXT,
    version INTEGER NOT NULL,
    voided INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT uq_follow_ups UNIQUE (enrollment_id, months),
    CONSTRAINT fk_follow_ups_enrollment FOREIGN KEY (enrollment_id) REFERENCES enrollments (id)
) STRICT;

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
    -- When another run took the place of this one for readers. Its figures stay for a while from then.
    superseded_at TEXT,
    CONSTRAINT uq_computations UNIQUE (public_id),
    CONSTRAINT fk_computations_project FOREIGN KEY (project_id) REFERENCES projects (id)
) STRICT;

CREATE INDEX ix_computations_project ON computations (project_id, status);

CREATE INDEX ix_computations_superseded ON computations (project_id, superseded_at);

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
    -- What is not counts in a figure, as JSON: the reported value that it shows or is held against, and days waited. Null: there are only counts.
    beside_counts TEXT NULL,
    CONSTRAINT pk_attainment PRIMARY KEY (computation_id, position),
    CONSTRAINT fk_attainment_computation FOREIGN KEY (computation_id) REFERENCES computations (id)
) STRICT;

-- API keys. Only the SHA-256 of a key is kept.
CREATE TABLE api_keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    projects TEXT NOT NULL,
    associations TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    expires_on TEXT,
    revoked_at TEXT,
    -- The organisations whose referred people a referrer's key is for, as a JSON list; null: a key of the time before.
    referrers TEXT,
    -- When the key was last used, to the minute.
    last_used_at TEXT,
    -- A key that has been replaced works until then.
    works_until TEXT,
    -- The key that this one replaces.
    replaces TEXT,
    CONSTRAINT uq_api_keys_public_id UNIQUE (public_id),
    CONSTRAINT uq_api_keys_sha256 UNIQUE (sha256)
) STRICT;

-- Who read or wrote what. No personal data: the record is named by project and kind, and by its version in the history.
CREATE TABLE audit_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    credential TEXT NOT NULL,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    project_id TEXT,
    kind TEXT NOT NULL,
    record_count INTEGER NOT NULL,
    change_id INTEGER,
    purpose TEXT,
    -- SHA-256 of the event and of the hash before it: a chain. Events of the time before have none.
    sha256 TEXT
) STRICT;

CREATE INDEX ix_audit_events_at ON audit_events (at);

-- Idempotency-Keys of requests that succeeded, for seven days: a hash of the request and where its result stands, never the result itself.
CREATE TABLE idempotency_keys (
    credential TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_sha256 TEXT NOT NULL,
    status INTEGER NOT NULL,
    target TEXT NOT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT pk_idempotency_keys PRIMARY KEY (credential, idempotency_key)
) STRICT;

-- Batches: what was sent (only until it has been worked through), how far it has come, and the result: counts and faults, never values.
CREATE TABLE batches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    caller TEXT NOT NULL,
    mode TEXT NOT NULL,
    dry_run INTEGER NOT NULL,
    status TEXT NOT NULL,
    received INTEGER NOT NULL,
    done INTEGER NOT NULL,
    payload TEXT,
    result TEXT NOT NULL,
    created_at TEXT NOT NULL,
    completed_at TEXT,
    CONSTRAINT uq_batches UNIQUE (public_id),
    CONSTRAINT fk_batches_project FOREIGN KEY (project_id) REFERENCES projects (id)
) STRICT;

-- Self-assessments (SKAPA-skattningar): six areas, 1-5 or not rated, as a JSON array in the order of the areas.
CREATE TABLE self_assessments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    enrollment_id INTEGER NOT NULL,
    assessed_on TEXT NOT NULL,
    occasion TEXT NOT NULL,
    ratings TEXT NOT NULL,
    version INTEGER NOT NULL,
    voided INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT uq_self_assessments UNIQUE (project_id, reference),
    CONSTRAINT fk_self_assessments_enrollment FOREIGN KEY (enrollment_id) REFERENCES enrollments (id)
) STRICT;

CREATE INDEX ix_self_assessments_enrollment ON self_assessments (enrollment_id);

-- Fidelity reviews (programtrohetsmätningar). Scores by item as JSON. Points and maximum stand beside them when every item is scored, otherwise null.
CREATE TABLE fidelity_reviews (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    reviewed_on TEXT NOT NULL,
    scale TEXT NOT NULL,
    scores TEXT NOT NULL,
    total_points INTEGER,
    maximum_points INTEGER,
    version INTEGER NOT NULL,
    voided INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT uq_fidelity_reviews UNIQUE (project_id, reference),
    CONSTRAINT fk_fidelity_reviews_project FOREIGN KEY (project_id) REFERENCES projects (id)
) STRICT;

-- Reported figures: milestones, baselines, indicators of the organisation. Either a value, or a numerator and a denominator.
CREATE TABLE reported_figures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    figure TEXT NOT NULL,
    reported_on TEXT NOT NULL,
    figure_value INTEGER,
    numerator INTEGER,
    denominator INTEGER,
    version INTEGER NOT NULL,
    voided INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT uq_reported_figures UNIQUE (project_id, reference),
    CONSTRAINT fk_reported_figures_project FOREIGN KEY (project_id) REFERENCES projects (id)
) STRICT;

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
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    requested_by TEXT NOT NULL,
    erased_at TEXT NOT NULL,
    enrollments INTEGER NOT NULL,
    referrals INTEGER NOT NULL,
    history INTEGER NOT NULL,
    CONSTRAINT uq_erasures UNIQUE (public_id)
) STRICT;

-- What projects say about a tertial: every version, only ever added. A null text takes the comment away.
CREATE TABLE report_comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    tertial INTEGER NOT NULL,
    version INTEGER NOT NULL,
    comment_text TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    CONSTRAINT uq_report_comments UNIQUE (project_id, tertial, version),
    CONSTRAINT fk_report_comments_project FOREIGN KEY (project_id) REFERENCES projects (id)
) STRICT;

-- Certified reports: every version, only ever added, never changed. content is the canonical JSON that was signed, sha256 its hash; shown is the same report as
-- each kind of reader sees it, so that no reader's figures are ever computed again. cut_off is the newest entry of the history that is in it.
CREATE TABLE certified_reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL,
    tertial INTEGER NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    shown TEXT NOT NULL,
    as_of TEXT NOT NULL,
    cut_off INTEGER NOT NULL,
    exception_text TEXT,
    reason_text TEXT,
    certified_at TEXT NOT NULL,
    certified_by TEXT NOT NULL,
    -- The figures that steering groups see of the version, as a JSON list: later versions and open figures are held against them. Null: certified before they were kept.
    told TEXT,
    CONSTRAINT uq_certified_reports UNIQUE (project_id, tertial, version),
    CONSTRAINT fk_certified_reports_project FOREIGN KEY (project_id) REFERENCES projects (id)
) STRICT;
