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

CREATE INDEX ix_enrollments_referral ON enrollments (project_id, referral_reference);

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
