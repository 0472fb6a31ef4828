-- What programs must remember between their runs: addresses that were visited, alerts that were told. This is no evidence: it
-- stands outside the journal, may be changed, and nothing but time is lost with it.
CREATE TABLE notes (
    kind  TEXT NOT NULL,
    key   TEXT NOT NULL,
    value TEXT NOT NULL,                    -- JSON
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
