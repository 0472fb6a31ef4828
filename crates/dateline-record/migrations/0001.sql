-- The record, first form. What is evidence (journal, contents, documents, revisions, readings, decisions) is only ever added
-- to; what is drawn from it (events, claims, actors, places, words) stands for the current readings and can be made anew.

-- Every transaction that changed the record, one after the other. Its hash covers what it wrote and the hash before it;
-- order is told by seq, and the clock is only noted.
CREATE TABLE journal (
    seq      INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,                 -- UTC, 2026-04-25T12:00:00.000Z, by the clock of the machine
    act      TEXT NOT NULL CHECK (act IN ('ingest', 'reread', 'merge', 'decide')),
    program  TEXT NOT NULL,
    digest   BLOB NOT NULL CHECK (length(digest) = 32),
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash     BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- Originals and texts, byte for byte, by the SHA-256 of their bytes before packing.
CREATE TABLE contents (
    content INTEGER PRIMARY KEY,
    sha256  BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    packing TEXT NOT NULL CHECK (packing IN ('plain', 'zlib')),
    length  INTEGER NOT NULL,               -- before packing
    crc     INTEGER NOT NULL,               -- CRC-32 of the packed bytes
    bytes   BLOB NOT NULL
) STRICT;

CREATE TABLE documents (
    document INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,          -- 'd' and a hash of the key
    key      TEXT NOT NULL UNIQUE,          -- what makes it one document: its address, else its source's id, else its path
    seq      INTEGER NOT NULL REFERENCES journal DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- A document as it stood at one time; an edited article is a further revision.
CREATE TABLE revisions (
    revision    INTEGER PRIMARY KEY,
    document    INTEGER NOT NULL REFERENCES documents,
    number      INTEGER NOT NULL,           -- from 1
    form        TEXT NOT NULL,              -- of the original: text, html, jsonl
    original    INTEGER NOT NULL REFERENCES contents (content),
    text        INTEGER NOT NULL REFERENCES contents (content),
    about       TEXT NOT NULL,              -- JSON: source_id, path, url, title, publisher, published, ...
    fingerprint BLOB NOT NULL,              -- of text and metadata: what is the same is no new revision
    seq         INTEGER NOT NULL REFERENCES journal DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (document, number),
    UNIQUE (fingerprint, document)
) STRICT;
CREATE INDEX revisions_by_seq ON revisions (seq);

-- What made readings: program, lexicon, models.
CREATE TABLE coders (
    coder INTEGER PRIMARY KEY,
    json  TEXT NOT NULL UNIQUE
) STRICT;

-- A newer reading of a revision stands beside the older ones.
CREATE TABLE readings (
    reading  INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL REFERENCES revisions,
    coder    INTEGER NOT NULL REFERENCES coders,
    sha256   BLOB NOT NULL CHECK (length(sha256) = 32),
    packing  TEXT NOT NULL CHECK (packing IN ('plain', 'zlib')),
    length   INTEGER NOT NULL,
    crc      INTEGER NOT NULL,
    bytes    BLOB NOT NULL,                 -- JSON, dateline/reading/1
    seq      INTEGER NOT NULL REFERENCES journal DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX readings_by_revision ON readings (revision);
CREATE INDEX readings_by_seq ON readings (seq);

-- What current readings hold, to be searched. local is the id within the reading.
CREATE TABLE events (
    event    INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,          -- 'e' and a hash of the document and the words around the trigger
    document INTEGER NOT NULL REFERENCES documents,
    local    TEXT NOT NULL,
    type     TEXT NOT NULL,
    mode     TEXT,
    status   TEXT NOT NULL,
    first    TEXT,                          -- day, as 2026-04-25
    last     TEXT,
    words    TEXT NOT NULL                  -- the trigger
) STRICT;
CREATE INDEX events_by_document ON events (document);
CREATE INDEX events_by_day ON events (first);

CREATE TABLE claims (
    claim    INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents,
    local    TEXT NOT NULL,
    kind     TEXT NOT NULL,
    source   TEXT,                          -- name of the actor, or 'outlet'
    words    TEXT
) STRICT;
CREATE INDEX claims_by_document ON claims (document);

CREATE TABLE actors (
    actor    INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents,
    local    TEXT NOT NULL,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    country  TEXT,
    known_as TEXT
) STRICT;
CREATE INDEX actors_by_document ON actors (document);

CREATE TABLE places (
    place     INTEGER PRIMARY KEY,
    document  INTEGER NOT NULL REFERENCES documents,
    local     TEXT NOT NULL,
    name      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    country   TEXT,
    precision TEXT NOT NULL,
    lat       REAL,
    lon       REAL
) STRICT;
CREATE INDEX places_by_document ON places (document);
-- Those of them that have coordinates.
CREATE VIRTUAL TABLE places_at USING rtree (place, south, north, west, east);
-- The words of current texts, by document; the texts themselves stand in contents.
CREATE VIRTUAL TABLE words USING fts5 (title, text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');

-- What was once written is never changed.
CREATE TRIGGER journal_stays   BEFORE UPDATE ON journal   BEGIN SELECT raise(ABORT, 'the journal is only added to'); END;
CREATE TRIGGER journal_keeps   BEFORE DELETE ON journal   BEGIN SELECT raise(ABORT, 'the journal is only added to'); END;
CREATE TRIGGER contents_stay   BEFORE UPDATE ON contents  BEGIN SELECT raise(ABORT, 'originals are never changed'); END;
CREATE TRIGGER contents_keep   BEFORE DELETE ON contents  BEGIN SELECT raise(ABORT, 'originals are never changed'); END;
CREATE TRIGGER documents_stay  BEFORE UPDATE ON documents BEGIN SELECT raise(ABORT, 'documents are only added to'); END;
CREATE TRIGGER documents_keep  BEFORE DELETE ON documents BEGIN SELECT raise(ABORT, 'documents are only added to'); END;
CREATE TRIGGER revisions_stay  BEFORE UPDATE ON revisions BEGIN SELECT raise(ABORT, 'revisions are only added to'); END;
CREATE TRIGGER revisions_keep  BEFORE DELETE ON revisions BEGIN SELECT raise(ABORT, 'revisions are only added to'); END;
CREATE TRIGGER coders_stay     BEFORE UPDATE ON coders    BEGIN SELECT raise(ABORT, 'coders are only added to'); END;
CREATE TRIGGER coders_keep     BEFORE DELETE ON coders    BEGIN SELECT raise(ABORT, 'coders are only added to'); END;
CREATE TRIGGER readings_stay   BEFORE UPDATE ON readings  BEGIN SELECT raise(ABORT, 'readings are only added to'); END;
CREATE TRIGGER readings_keep   BEFORE DELETE ON readings  BEGIN SELECT raise(ABORT, 'readings are only added to'); END;
