-- SHA-256 of the event and of the hash before it: a chain. Events of the time before have none.
ALTER TABLE audit_events ADD sha256 nvarchar(64) COLLATE Latin1_General_100_BIN2;

CREATE INDEX ix_audit_events_at ON audit_events (at);

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
