-- The audit is sealed in blocks. The events of earlier programs, which form a chain of hashes, are the block with the number 0.
CREATE TABLE audit_blocks (
    id bigint NOT NULL PRIMARY KEY,
    events bigint NOT NULL,
    -- SHA-256 of the events of the block and of the hash of the block before it.
    sha256 nvarchar(64) COLLATE Latin1_General_100_BIN2,
    sealed_at datetimeoffset(7) NOT NULL
);

-- The block that an event is sealed in. None for an event that waits to be sealed.
ALTER TABLE audit_events ADD block_id bigint;

CREATE INDEX ix_audit_events_block ON audit_events (block_id);

INSERT INTO audit_blocks (id, events, sha256, sealed_at)
SELECT 0, COUNT(*), (SELECT l.sha256 FROM audit_events l WHERE l.id = (SELECT MAX(m.id) FROM audit_events m)), MAX(e.at)
FROM audit_events e
HAVING COUNT(*) > 0;

UPDATE audit_events SET block_id = 0;
