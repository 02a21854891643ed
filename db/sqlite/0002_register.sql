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

CREATE INDEX ix_enrollments_referral ON enrollments (project_id, referral_reference);

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
