-- Links by which a steering group reads pages. Of the link itself only a hash is kept.
CREATE TABLE share_links (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    public_id nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    name nvarchar(200),
    -- A link is to a project (or one part of it) or to an association.
    project_id nvarchar(64) COLLATE Latin1_General_100_BIN2,
    subproject nvarchar(64) COLLATE Latin1_General_100_BIN2,
    association_id nvarchar(64) COLLATE Latin1_General_100_BIN2,
    sha256 nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    valid_until date NOT NULL,
    created_at datetimeoffset(7) NOT NULL,
    created_by nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    revoked_at datetimeoffset(7),
    last_used_at datetimeoffset(7),
    CONSTRAINT uq_share_links_public_id UNIQUE (public_id),
    CONSTRAINT uq_share_links_sha256 UNIQUE (sha256)
);

CREATE INDEX ix_share_links_project ON share_links (project_id);

CREATE INDEX ix_share_links_association ON share_links (association_id);
