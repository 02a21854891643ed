-- Each restore of a backup starts a new epoch of the feed of changes. Positions between both numbers were given before, and are gone.
CREATE TABLE feed_epochs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    last_before INTEGER NOT NULL,
    first_after INTEGER NOT NULL,
    started_at TEXT NOT NULL
) STRICT;
