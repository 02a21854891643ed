-- Links by which a steering group reads pages. Of the link itself only a hash is kept.
CREATE TABLE share_links (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id TEXT NOT NULL,
    name TEXT,
    -- A link is to a project (or one part of it) or to an association.
    project_id TEXT,
    subproject TEXT,
    association_id TEXT,
    sha256 TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    revoked_at TEXT,
    last_used_at TEXT,
    CONSTRAINT uq_share_links_public_id UNIQUE (public_id),
    CONSTRAINT uq_share_links_sha256 UNIQUE (sha256)
) STRICT;

CREATE INDEX ix_share_links_project ON share_links (project_id);

CREATE INDEX ix_share_links_association ON share_links (association_id);
