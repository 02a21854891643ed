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
    purpose TEXT
) STRICT;

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
