-- Jobs and courses that participants begin while the support goes on.
CREATE TABLE placements (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reference nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    enrollment_id bigint NOT NULL,
    kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    started_on date NOT NULL,
    ended_on date,
    subsidised bit,
    extent int,
    open_to_all bit,
    version int NOT NULL,
    voided bit NOT NULL,
    received_at datetimeoffset(7) NOT NULL,
    changed_at datetimeoffset(7) NOT NULL,
    CONSTRAINT uq_placements UNIQUE (project_id, reference),
    CONSTRAINT fk_placements_enrollment FOREIGN KEY (enrollment_id) REFERENCES enrollments (id)
);

CREATE INDEX ix_placements_enrollment ON placements (enrollment_id);
