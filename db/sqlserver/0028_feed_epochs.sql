-- Each restore of a backup starts a new epoch of the feed of changes. Positions between both numbers were given before, and are gone.
CREATE TABLE feed_epochs (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    last_before bigint NOT NULL,
    first_after bigint NOT NULL,
    started_at datetimeoffset(7) NOT NULL
);
