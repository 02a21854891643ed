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
    purpose nvarchar(200)
);

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
