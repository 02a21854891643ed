-- Something that was removed about a person is still in the database's files. It goes when the files have been written anew.
CREATE TABLE scrub_requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    requested_at TEXT NOT NULL
) STRICT;

INSERT INTO scrub_requests (requested_at) SELECT o.created_at FROM outbox o WHERE o.job = 'scrub-database';

-- Hangfire does the work, and the tables say what is undone: batches, computations, runs behind their history, the files.
DROP TABLE outbox;

-- The one row that is written and read when it is asked whether the database can be written.
CREATE TABLE readiness (
    id INTEGER PRIMARY KEY,
    written_at TEXT NOT NULL
) STRICT;

INSERT INTO readiness (id, written_at) VALUES (1, '2026-11-28T00:00:00.0000000Z');
