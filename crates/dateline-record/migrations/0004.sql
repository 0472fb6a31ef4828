-- Takedowns: documents that were withdrawn on request. Their words are erased; what is left is that they were there, and why
-- they no longer are.

-- A document that was withdrawn. Who did so and why stands in the decision of this entry of the journal.
CREATE TABLE tombstones (
    document INTEGER PRIMARY KEY REFERENCES documents,
    seq      INTEGER NOT NULL REFERENCES journal DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX tombstones_by_seq ON tombstones (seq);

-- Entries of the journal some of whose words were erased: the digest of what is left of them, sealed by the entry of the
-- takedown. The chain itself stays as it was.
CREATE TABLE seals (
    entry  INTEGER NOT NULL REFERENCES journal,
    seq    INTEGER NOT NULL REFERENCES journal DEFERRABLE INITIALLY DEFERRED,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (entry, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX seals_by_seq ON seals (seq);

CREATE TRIGGER tombstones_stay BEFORE UPDATE ON tombstones BEGIN SELECT raise(ABORT, 'tombstones are only added to'); END;
CREATE TRIGGER tombstones_keep BEFORE DELETE ON tombstones BEGIN SELECT raise(ABORT, 'tombstones are only added to'); END;
CREATE TRIGGER seals_stay      BEFORE UPDATE ON seals      BEGIN SELECT raise(ABORT, 'seals are only added to'); END;
CREATE TRIGGER seals_keep      BEFORE DELETE ON seals      BEGIN SELECT raise(ABORT, 'seals are only added to'); END;

-- What was once written is never changed, but for what a takedown erases: it leaves hashes, numbers and order.
DROP TRIGGER contents_stay;
CREATE TRIGGER contents_stay BEFORE UPDATE ON contents
WHEN NOT (new.content = old.content AND new.sha256 = old.sha256 AND new.length = old.length AND length(new.bytes) = 0
    AND EXISTS (SELECT 1 FROM revisions r JOIN tombstones t USING (document)
        WHERE r.original = old.content OR r.text = old.content))
BEGIN SELECT raise(ABORT, 'originals are never changed'); END;

DROP TRIGGER documents_stay;
CREATE TRIGGER documents_stay BEFORE UPDATE ON documents
WHEN NOT (new.document = old.document AND new.id = old.id AND new.seq = old.seq AND new.key = 'withdrawn:' || old.id
    AND EXISTS (SELECT 1 FROM tombstones WHERE document = old.document))
BEGIN SELECT raise(ABORT, 'documents are only added to'); END;

DROP TRIGGER revisions_stay;
CREATE TRIGGER revisions_stay BEFORE UPDATE ON revisions
WHEN NOT (new.revision = old.revision AND new.document = old.document AND new.number = old.number AND new.form = old.form
    AND new.original = old.original AND new.text = old.text AND new.fingerprint = old.fingerprint AND new.seq = old.seq
    AND new.about = '' AND EXISTS (SELECT 1 FROM tombstones WHERE document = old.document))
BEGIN SELECT raise(ABORT, 'revisions are only added to'); END;

DROP TRIGGER readings_stay;
CREATE TRIGGER readings_stay BEFORE UPDATE ON readings
WHEN NOT (new.reading = old.reading AND new.revision = old.revision AND new.coder = old.coder AND new.sha256 = old.sha256
    AND new.length = old.length AND new.seq = old.seq AND length(new.bytes) = 0
    AND EXISTS (SELECT 1 FROM revisions r JOIN tombstones t USING (document) WHERE r.revision = old.revision))
BEGIN SELECT raise(ABORT, 'readings are only added to'); END;

-- A takedown is under way while its entry is not yet written.
DROP TRIGGER decisions_stay;
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions
WHEN NOT (new.seq = old.seq AND json_extract(new.entry, '$.verb') = json_extract(old.entry, '$.verb')
    AND json_extract(new.entry, '$.targets') = json_extract(old.entry, '$.targets')
    AND json_extract(new.entry, '$.who') = json_extract(old.entry, '$.who')
    AND json_extract(new.entry, '$.at') = json_extract(old.entry, '$.at')
    AND json_extract(new.entry, '$.why') = 'withdrawn'
    AND EXISTS (SELECT 1 FROM tombstones WHERE seq > (SELECT max(seq) FROM journal)))
BEGIN SELECT raise(ABORT, 'decisions are only added to'); END;

DROP TRIGGER incidents_end;
CREATE TRIGGER incidents_end BEFORE UPDATE ON incidents
WHEN new.incident <> old.incident OR new.id <> old.id OR new.since <> old.since
    OR NOT EXISTS (SELECT 1 FROM tombstones WHERE seq > (SELECT max(seq) FROM journal))
        AND (old.until IS NOT NULL OR new.until IS NULL OR new.bytes <> old.bytes OR new.sha256 <> old.sha256
            OR new.packing <> old.packing OR new.length <> old.length OR new.crc <> old.crc)
BEGIN SELECT raise(ABORT, 'incidents end, and are kept'); END;
