//! Whether everything in a record is what it was when it was written: one changed byte is found, and its row named.

use std::collections::BTreeMap;
use std::fmt;

use dateline::Reading;
use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use crate::about::{self, About};
use crate::decide::{Decision, Target, Verb, canonical};
use crate::error::{Error, Result};
use crate::index::{self, Current};
use crate::journal::{self, Line};
use crate::open::{self, Record};
use crate::pack::{Hash, Packed, hex};
use crate::read::Moment;

/// Something that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The table and the row, by its primary key.
    pub row: String,
    /// What is wrong with it.
    pub what: String,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.row, self.what)
    }
}

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Entries of the journal.
    pub entries: u64,
    /// Originals and texts whose hash was made anew.
    pub contents: u64,
    /// Readings.
    pub readings: u64,
    /// Quotes that were held against their texts.
    pub quotes: u64,
    /// Incidents, those that ended among them.
    pub incidents: u64,
    /// Decisions.
    pub decisions: u64,
    /// Documents that were taken down.
    pub withdrawn: u64,
    /// The hash of the last entry, in hexadecimal. Kept elsewhere, it shows later that nothing before it was changed, even
    /// by somebody who made all hashes anew.
    pub head: String,
    /// What is wrong, in the order in which it was found.
    pub flaws: Vec<Flaw>,
}

impl Record {
    /// Looks at everything: the file's structure, the journal's chain and what its hashes cover, originals and texts by their
    /// hashes, every quote of every reading against its text, what is drawn from current readings, incidents, decisions.
    ///
    /// # Errors
    /// The file cannot be read at all.
    pub fn verify(&self) -> Result<Verified> {
        // One view of the record, whatever another process writes meanwhile.
        let view = self.connection.unchecked_transaction()?;
        let mut verifier = Verifier { connection: &view, done: Verified::default() };
        verifier.schema()?;
        verifier.structure()?;
        verifier.contents()?;
        verifier.readings()?;
        verifier.withdrawn()?;
        verifier.drawn(self)?;
        verifier.incidents()?;
        verifier.decisions()?;
        verifier.journal()?;
        Ok(verifier.done)
    }

    /// Whether an entry of the journal has this hash, of which the first characters are enough.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn has_head(&self, head: &str) -> Result<bool> {
        let query = "SELECT EXISTS (SELECT 1 FROM journal WHERE substr(lower(hex(hash)), 1, length(?1)) = lower(?1))";
        let found = self.connection.query_row(query, [head], |row| row.get(0))?;
        Ok(head.len() >= 8 && found)
    }
}

struct Verifier<'c> {
    connection: &'c Connection,
    done: Verified,
}

/// What an error of reading a row says, where it is about this row alone.
fn told(error: Error) -> Result<String> {
    match error {
        Error::Damaged(what) => Ok(what),
        Error::Sqlite(error) => Ok(error.to_string()),
        other => Err(other),
    }
}

impl Verifier<'_> {
    fn flaw(&mut self, row: impl Into<String>, what: impl Into<String>) {
        self.done.flaws.push(Flaw { row: row.into(), what: what.into() });
    }

    /// Looks at every row of a query; what cannot be read is a flaw of the row that `name` names.
    fn each(
        &mut self,
        query: &str,
        name: impl Fn(&Row<'_>) -> String,
        mut look: impl FnMut(&mut Self, &Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let connection = self.connection;
        let mut statement = connection.prepare(query)?;
        let mut rows = statement.query(())?;
        while let Some(row) = rows.next()? {
            if let Err(error) = look(self, row) {
                let what = told(error)?;
                self.flaw(name(row), what);
            }
        }
        Ok(())
    }

    /// The tables and triggers, against those that a new record has.
    fn schema(&mut self) -> Result<()> {
        let own = schema(self.connection)?;
        let expected = schema(&open::in_memory()?)?;
        for (name, sql) in &expected {
            if own.get(name) != Some(sql) {
                self.flaw(format!("schema {name}"), "it is gone, or not what it should be");
            }
        }
        for name in own.keys().filter(|name| !expected.contains_key(*name)) {
            self.flaw(format!("schema {name}"), "it does not belong here");
        }
        Ok(())
    }

    /// The file as a database: pages, indices, references, and the two structures for search.
    fn structure(&mut self) -> Result<()> {
        self.each(
            "PRAGMA integrity_check(20)",
            |_| "file".into(),
            |own, row| {
                let words: String = row.get(0)?;
                if words != "ok" {
                    own.flaw("file", words);
                }
                Ok(())
            },
        )?;
        self.each(
            "PRAGMA foreign_key_check",
            |_| "file".into(),
            |own, row| {
                let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
                let number = row.get::<_, Option<i64>>(1)?.map_or_else(String::new, |n| n.to_string());
                own.flaw(format!("{table} {number}"), format!("points to a row of {parent} that is not there"));
                Ok(())
            },
        )?;
        self.each(
            "SELECT rtreecheck('places_at')",
            |_| "places_at".into(),
            |own, row| {
                let words: String = row.get(0)?;
                if words != "ok" {
                    own.flaw("places_at", words);
                }
                Ok(())
            },
        )
    }

    fn contents(&mut self) -> Result<()> {
        // Bytes are gone only where every document that they were of was taken down.
        let query = "SELECT content, sha256, packing, length, crc, bytes FROM contents c WHERE NOT \
             (length(bytes) = 0 AND length > 0 AND NOT EXISTS (SELECT 1 FROM revisions r \
                 WHERE (r.original = c.content OR r.text = c.content) \
                 AND NOT EXISTS (SELECT 1 FROM tombstones t WHERE t.document = r.document))) ORDER BY content";
        self.each(
            query,
            |row| format!("contents {}", number(row)),
            |own, row| {
                own.done.contents += 1;
                Packed::read(row, 1).map(drop)
            },
        )
    }

    /// Revisions and their readings: ids, metadata, hashes, quotes.
    fn readings(&mut self) -> Result<()> {
        let query = "SELECT r.revision, d.document, d.id, d.key, r.about, r.fingerprint, \
                     t.sha256, t.packing, t.length, t.crc, t.bytes FROM revisions r JOIN documents d USING (document) \
                     JOIN contents t ON t.content = r.text \
                     WHERE NOT EXISTS (SELECT 1 FROM tombstones s WHERE s.document = d.document) ORDER BY r.revision";
        self.each(
            query,
            |row| format!("revisions {}", number(row)),
            |own, row| {
                let (revision, document): (i64, i64) = (row.get(0)?, row.get(1)?);
                let (id, key, about): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
                if about::id(&key) != id {
                    own.flaw(format!("documents {document}"), "its id is not the hash of its key");
                }
                let text = String::from_utf8(Packed::read(row, 6)?).map_err(|_| damaged("its text is no UTF-8"))?;
                let about: About = serde_json::from_str(&about).map_err(|_| damaged("its metadata cannot be read"))?;
                let known = about.document(text);
                if about::fingerprint(&known) != row.get::<_, Hash>(5)? {
                    own.flaw(format!("revisions {revision}"), "its text or metadata are not those of its fingerprint");
                }
                own.readings_of(revision, &known)
            },
        )
    }

    /// What was taken down: nothing of it is left but that it was there, and who says why it no longer is.
    fn withdrawn(&mut self) -> Result<()> {
        let left = "SELECT t.document, d.key <> 'withdrawn:' || d.id \
                 OR EXISTS (SELECT 1 FROM revisions WHERE document = t.document AND about <> '') \
                 OR EXISTS (SELECT 1 FROM readings JOIN revisions USING (revision) \
                     WHERE document = t.document AND length(bytes) > 0) \
                 OR EXISTS (SELECT 1 FROM events WHERE document = t.document) \
                 OR EXISTS (SELECT 1 FROM words WHERE rowid = t.document), \
             (SELECT entry FROM decisions WHERE seq = t.seq), d.id \
             FROM tombstones t JOIN documents d USING (document) ORDER BY t.document";
        self.each(
            left,
            |row| format!("tombstones {}", number(row)),
            |own, row| {
                own.done.withdrawn += 1;
                if row.get(1)? {
                    own.flaw(format!("tombstones {}", number(row)), "some of what was taken down is there");
                }
                let decision: Option<Decision> =
                    row.get::<_, Option<String>>(2)?.and_then(|entry| serde_json::from_str(&entry).ok());
                let id: String = row.get(3)?;
                let is_told = decision.is_some_and(|decision| {
                    decision.verb == Verb::Takedown && decision.targets.contains(&Target::Document { id })
                });
                if is_told { Ok(()) } else { Err(damaged("no decision says why")) }
            },
        )
    }

    fn readings_of(&mut self, revision: i64, known: &dateline::Document) -> Result<()> {
        let query = format!(
            "SELECT reading, sha256, packing, length, crc, bytes, c.json FROM readings LEFT JOIN coders c USING (coder) \
             WHERE revision = {revision} ORDER BY reading"
        );
        let starts: Vec<usize> = known.text.char_indices().map(|(at, _)| at).chain([known.text.len()]).collect();
        self.each(
            &query,
            |row| format!("readings {}", number(row)),
            |own, row| {
                own.done.readings += 1;
                let value: serde_json::Value =
                    serde_json::from_slice(&Packed::read(row, 1)?).map_err(|_| damaged("it is no JSON"))?;
                let reading: Reading =
                    serde_json::from_value(value.clone()).map_err(|_| damaged("it is no reading"))?;
                let coder: String = row.get(6)?;
                if serde_json::from_str(&coder).ok().as_ref() != Some(&reading.coder) {
                    own.flaw(format!("coders of reading {}", number(row)), "they are not those that the reading names");
                }
                let of = &reading.document;
                let ours = (&known.id, &known.source_id, &known.path, &known.url, &known.title, &known.publisher);
                if ours != (&of.id, &of.source_id, &of.path, &of.url, &of.title, &of.publisher) {
                    own.flaw(format!("revisions {revision}"), "its metadata are not those that were read");
                }
                let mut wrong = None;
                quotes(&value, &mut |start, end, quote| {
                    own.done.quotes += 1;
                    let bytes = starts.get(start).copied().zip(starts.get(end).copied());
                    if bytes.is_none_or(|(from, to)| known.text.get(from..to) != Some(quote)) {
                        wrong.get_or_insert_with(|| format!("{start} to {end} of the text is not {quote:?}"));
                    }
                });
                wrong.map_or(Ok(()), |what| Err(Error::Damaged(what)))
            },
        )
    }

    /// What is drawn from current readings, against what would be drawn now.
    fn drawn(&mut self, record: &Record) -> Result<()> {
        const TABLES: [(&str, &str, &str); 5] = [
            ("events", "event", "id, local, type, mode, status, first, last, words"),
            ("claims", "claim", "local, kind, source, words"),
            ("actors", "actor", "local, name, kind, country, known_as"),
            ("places", "place", "local, name, kind, country, precision, lat, lon"),
            ("places_at NATURAL JOIN places", "place", "local, south, north, west, east"),
        ];
        let scratch = open::in_memory()?;
        scratch.pragma_update(None, "foreign_keys", false)?;
        for handle in record.documents(Moment::NOW)? {
            // What cannot be read was told above.
            let Ok(stored) = record.document(handle) else { continue };
            let row = handle.document;
            let (text, reading) = (stored.document.text.as_str(), &stored.reading);
            index::write(&scratch, &Current { row, id: &stored.id, text, reading })?;
            for (table, key, columns) in TABLES {
                let query = format!("SELECT {key}, {columns} FROM {table} WHERE document = ?1 ORDER BY {key}");
                let (ours, expected) = (rows(self.connection, &query, row)?, rows(&scratch, &query, row)?);
                if ours.iter().map(|(_, row)| row).eq(expected.iter().map(|(_, row)| row)) {
                    continue;
                }
                let differ = ours.iter().zip(&expected).find(|(a, b)| a.1 != b.1).map(|(a, _)| a.0);
                let table = table.split(' ').next().unwrap_or(table);
                let at = differ.map_or_else(|| format!("{table} of document {row}"), |key| format!("{table} {key}"));
                self.flaw(at, "not what the reading holds");
            }
            index::clear(&scratch, row)?;
        }
        Ok(())
    }

    fn incidents(&mut self) -> Result<()> {
        // One of which a takedown left nothing has no bytes; that this is so is sealed.
        let query = "SELECT incident, id, sha256, packing, length, crc, bytes FROM incidents \
                     WHERE length > 0 OR NOT EXISTS (SELECT 1 FROM tombstones) ORDER BY incident";
        self.each(
            query,
            |row| format!("incidents {}", number(row)),
            |own, row| {
                own.done.incidents += 1;
                let incident = crate::incidents::of_row(row, 2)?;
                if incident.incident == row.get::<_, String>(1)? { Ok(()) } else { Err(damaged("it has another id")) }
            },
        )
    }

    fn decisions(&mut self) -> Result<()> {
        let query = "SELECT seq, entry FROM decisions ORDER BY seq";
        self.each(
            query,
            |row| format!("decisions {}", number(row)),
            |own, row| {
                own.done.decisions += 1;
                let (seq, entry): (i64, String) = (row.get(0)?, row.get(1)?);
                let decision: Decision = serde_json::from_str(&entry).map_err(|_| damaged("it cannot be read"))?;
                if decision.seq != seq || canonical(&decision) != entry {
                    return Err(damaged("it is not as it was written"));
                }
                Ok(())
            },
        )
    }

    /// The chain, and what each of its hashes covers.
    fn journal(&mut self) -> Result<()> {
        let query = "SELECT seq, at, act, program, digest, previous, hash FROM journal ORDER BY seq";
        let mut expected: (i64, Hash) = (1, [0; 32]);
        let connection = self.connection;
        self.each(
            query,
            |row| format!("journal {}", number(row)),
            |own, row| {
                own.done.entries += 1;
                let line = Line {
                    seq: row.get(0)?,
                    at: row.get(1)?,
                    act: row.get(2)?,
                    program: row.get(3)?,
                    digest: row.get(4)?,
                    previous: row.get(5)?,
                };
                let hash: Hash = row.get(6)?;
                let name = format!("journal {}", line.seq);
                if line.seq != expected.0 {
                    own.flaw(&name, format!("entries {} to {} are gone", expected.0, line.seq - 1));
                }
                if line.previous != expected.1 || line.hash() != hash {
                    own.flaw(&name, "its hash does not follow from it and the entry before");
                }
                if journal::digest(connection, line.seq)? != journal::sealed(connection, line.seq)? {
                    own.flaw(
                        &name,
                        format!("a row that this entry wrote ({}, {}) is not as it was", line.act, line.at),
                    );
                }
                expected = (line.seq + 1, hash);
                Ok(())
            },
        )?;
        self.done.head = hex(&expected.1);
        Ok(())
    }
}

fn damaged(what: &str) -> Error {
    Error::Damaged(what.into())
}

/// The primary key, which is every query's first column here.
fn number(row: &Row<'_>) -> String {
    row.get::<_, i64>(0).map_or_else(|_| "?".into(), |number| number.to_string())
}

/// Tables, indices and triggers by name, with what made them.
fn schema(connection: &Connection) -> Result<BTreeMap<String, Option<String>>> {
    let mut statement = connection.prepare("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'")?;
    let rows = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The rows of a document, each its key and its other columns.
fn rows(connection: &Connection, query: &str, document: i64) -> Result<Vec<(i64, Vec<Value>)>> {
    let mut statement = connection.prepare_cached(query)?;
    let columns = statement.column_count();
    let row = |row: &Row<'_>| {
        let values = (1..columns).map(|column| row.get(column)).collect::<rusqlite::Result<_>>()?;
        Ok((row.get(0)?, values))
    };
    Ok(statement.query_map([document], row)?.collect::<rusqlite::Result<_>>()?)
}

/// Every quote in a reading: an object of `start`, `end` and `quote`.
fn quotes<'v>(value: &'v serde_json::Value, take: &mut impl FnMut(usize, usize, &'v str)) {
    use serde_json::Value::{Array, Object};
    match value {
        Object(fields) => {
            let offset = |key: &str| fields.get(key).and_then(serde_json::Value::as_u64).map(|n| n as usize);
            if let (Some(start), Some(end)) = (offset("start"), offset("end"))
                && let Some(quote) = fields.get("quote").and_then(serde_json::Value::as_str)
            {
                take(start, end, quote);
            }
            fields.values().for_each(|value| quotes(value, take));
        }
        Array(values) => values.iter().for_each(|value| quotes(value, take)),
        _ => {}
    }
}
