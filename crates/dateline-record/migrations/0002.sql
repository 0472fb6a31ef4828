-- Incidents, and what people decide.

-- Each merger of all events, by its rule.
CREATE TABLE mergers (
    seq     INTEGER PRIMARY KEY REFERENCES journal DEFERRABLE INITIALLY DEFERRED,
    profile TEXT NOT NULL,
    upto    INTEGER NOT NULL                -- the entry of the journal up to which documents and decisions were looked at
) STRICT;

-- What a merger made. One that a later merger left as it was stays; one that it changed or dropped ends there, and is kept.
CREATE TABLE incidents (
    incident INTEGER PRIMARY KEY,
    id       TEXT NOT NULL,
    sha256   BLOB NOT NULL CHECK (length(sha256) = 32),
    packing  TEXT NOT NULL CHECK (packing IN ('plain', 'zlib')),
    length   INTEGER NOT NULL,
    crc      INTEGER NOT NULL,
    bytes    BLOB NOT NULL,                 -- JSON, as of dateline merge; source_id and event are ids of the record
    since    INTEGER NOT NULL REFERENCES journal DEFERRABLE INITIALLY DEFERRED,
    until    INTEGER REFERENCES journal DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX incidents_by_id ON incidents (id);
CREATE INDEX incidents_by_since ON incidents (since);
CREATE INDEX incidents_by_until ON incidents (until);

-- One decision of a person, as canonical JSON (RFC 8785). It holds what it was about as it stood then.
CREATE TABLE decisions (
    seq   INTEGER PRIMARY KEY REFERENCES journal DEFERRABLE INITIALLY DEFERRED,
    entry TEXT NOT NULL
) STRICT;

CREATE TRIGGER mergers_stay    BEFORE UPDATE ON mergers   BEGIN SELECT raise(ABORT, 'mergers are only added to'); END;
CREATE TRIGGER mergers_keep    BEFORE DELETE ON mergers   BEGIN SELECT raise(ABORT, 'mergers are only added to'); END;
CREATE TRIGGER decisions_stay  BEFORE UPDATE ON decisions BEGIN SELECT raise(ABORT, 'decisions are only added to'); END;
CREATE TRIGGER decisions_keep  BEFORE DELETE ON decisions BEGIN SELECT raise(ABORT, 'decisions are only added to'); END;
CREATE TRIGGER incidents_keep  BEFORE DELETE ON incidents BEGIN SELECT raise(ABORT, 'incidents end, and are kept'); END;
CREATE TRIGGER incidents_end   BEFORE UPDATE ON incidents
WHEN old.until IS NOT NULL OR new.until IS NULL OR new.incident <> old.incident OR new.id <> old.id OR new.bytes <> old.bytes
    OR new.sha256 <> old.sha256 OR new.packing <> old.packing OR new.length <> old.length OR new.crc <> old.crc
    OR new.since <> old.since
BEGIN SELECT raise(ABORT, 'incidents end, and are kept'); END;
