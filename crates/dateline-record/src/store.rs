//! Putting documents and their readings into the record, each whole or not at all.

use dateline::reading::Coder;
use dateline::{Document, Reading};
use rusqlite::{Connection, OptionalExtension, Params, Row};
use serde::Serialize;

use crate::about::{self, About, Form};
use crate::error::Result;
use crate::index::{self, Current};
use crate::journal::{Act, Step};
use crate::open::Record;
use crate::pack::{Hash, Packed};
use crate::read::{CURRENT, Handle, Moment, Stored};
use crate::takedown;

/// A document and its reading, packed and ready to be stored. Made on any thread: it is where the work is.
#[derive(Debug)]
pub struct Entry {
    key: String,
    form: Form,
    about: String,
    fingerprint: Hash,
    original: Packed,
    /// Where the text is not the original byte for byte.
    text: Option<Packed>,
    read: Read,
}

/// A new reading of a document that the record holds, packed and ready to be stored.
#[derive(Debug)]
pub struct Rereading {
    handle: Handle,
    read: Read,
}

impl Rereading {
    /// `reading` is what was read anew from `stored`, which stands at `handle`.
    pub fn new(handle: Handle, stored: Stored, reading: Reading) -> Self {
        Self { handle, read: Read::new(stored.id, stored.document.text, reading) }
    }
}

/// A reading on its way into the record.
#[derive(Debug)]
struct Read {
    /// The document's.
    id: String,
    text: String,
    coder: String,
    packed: Packed,
    plain: Reading,
}

impl Read {
    fn new(id: String, text: String, reading: Reading) -> Self {
        Self { id, text, coder: json(&reading.coder), packed: Packed::new(json(&reading).as_bytes()), plain: reading }
    }
}

impl Entry {
    /// `original` are the bytes as they came, `reading` what was read from the document made of them.
    pub fn new(original: &[u8], form: Form, document: Document, reading: Reading) -> Self {
        let key = about::key(&document);
        let id = about::id(&key);
        Self {
            about: json(&About::new(&document)),
            fingerprint: about::fingerprint(&document),
            original: Packed::new(original),
            text: (original != document.text.as_bytes()).then(|| Packed::new(document.text.as_bytes())),
            read: Read::new(id, document.text, reading),
            key,
            form,
        }
    }

    /// The document's id in the record.
    pub fn id(&self) -> &str {
        &self.read.id
    }
}

/// A value of the record as JSON.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("readings have no maps with keys other than strings")
}

/// What came of storing a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It was not in the record.
    New,
    /// It is in the record as it came, and was read by the same program, lexicon and models.
    Unchanged,
    /// It is in the record with other words; what came is a further revision.
    Revised,
    /// It is in the record as it came; a newer reading was added.
    Reread,
    /// It was taken down, and is not taken in again.
    Withdrawn,
}

impl Outcome {
    /// The outcome in one word.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchanged => "unchanged",
            Self::Revised => "revised",
            Self::Reread => "reread",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Some documents that are stored together: all of them or, where the program ends before [`Batch::commit`] returns, none.
pub struct Batch<'r> {
    step: Step<'r>,
    stored: usize,
}

/// A document that is there already, its revision where there is one, and who read that last.
enum Held {
    Withdrawn,
    There { document: i64, revision: Option<i64>, coder: Option<String> },
}

impl Record {
    /// Begins to store documents. Waits for another process that is writing.
    ///
    /// # Errors
    /// It did not finish in time, or the record cannot be written to.
    pub fn batch(&mut self) -> Result<Batch<'_>> {
        Ok(Batch { step: self.step(Act::Ingest)?, stored: 0 })
    }

    /// Begins to store new readings of documents that the record holds.
    ///
    /// # Errors
    /// As for [`Record::batch`].
    pub fn rereading(&mut self) -> Result<Batch<'_>> {
        Ok(Batch { step: self.step(Act::Reread)?, stored: 0 })
    }

    /// The documents whose current reading was not made by `coder`.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn read_otherwise(&self, coder: &Coder) -> Result<Vec<Handle>> {
        let query = format!(
            "SELECT d.document, r.revision, g.reading FROM {CURRENT} JOIN coders c USING (coder) WHERE c.json <> ?2 \
             ORDER BY d.document"
        );
        let mut statement = self.connection.prepare_cached(&query)?;
        let rows = statement.query_map((Moment::NOW.0, json(coder)), Handle::of_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What storing a document as read by `coder` would come to. What the record holds need not be read again.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn outcome(&self, document: &Document, coder: &Coder) -> Result<Outcome> {
        let key = about::key(document);
        let held = held(&self.connection, &about::id(&key), &key, &about::fingerprint(document))?;
        Ok(outcome(held.as_ref(), &json(coder)))
    }
}

fn outcome(held: Option<&Held>, coder: &str) -> Outcome {
    match held {
        None => Outcome::New,
        Some(Held::Withdrawn) => Outcome::Withdrawn,
        Some(Held::There { revision: None, .. }) => Outcome::Revised,
        Some(Held::There { coder: Some(own), .. }) if own == coder => Outcome::Unchanged,
        Some(_) => Outcome::Reread,
    }
}

/// The document of a key, its revision of a fingerprint, and who read it last. A file that is found at another path is the
/// same document, as long as nothing in it changed.
fn held(connection: &Connection, id: &str, key: &str, fingerprint: &Hash) -> Result<Option<Held>> {
    if takedown::is_withdrawn(connection, id, fingerprint)? {
        return Ok(Some(Held::Withdrawn));
    }
    let read = |row: &Row<'_>| Ok(Held::There { document: row.get(0)?, revision: row.get(1)?, coder: row.get(2)? });
    let reader = "(SELECT c.json FROM readings g JOIN coders c USING (coder) WHERE g.revision = r.revision \
                  ORDER BY g.reading DESC LIMIT 1)";
    let by_key = format!(
        "SELECT d.document, r.revision, {reader} FROM documents d \
         LEFT JOIN revisions r ON r.document = d.document AND r.fingerprint = ?2 WHERE d.key = ?1"
    );
    let found = connection.prepare_cached(&by_key)?.query_row((key, fingerprint), read).optional()?;
    if found.is_some() || !key.starts_with("path:") {
        return Ok(found);
    }
    let elsewhere = format!(
        "SELECT d.document, r.revision, {reader} FROM revisions r JOIN documents d USING (document) \
         WHERE r.fingerprint = ?1 AND d.key GLOB 'path:*' ORDER BY r.revision LIMIT 1"
    );
    Ok(connection.prepare_cached(&elsewhere)?.query_row([fingerprint], read).optional()?)
}

impl Batch<'_> {
    /// Adds one document.
    ///
    /// # Errors
    /// The record cannot be written to; the whole batch is then dropped.
    pub fn store(&mut self, entry: &Entry) -> Result<Outcome> {
        let held = held(&self.step.transaction, &entry.read.id, &entry.key, &entry.fingerprint)?;
        let outcome = outcome(held.as_ref(), &entry.read.coder);
        if matches!(outcome, Outcome::Unchanged | Outcome::Withdrawn) {
            return Ok(outcome);
        }
        let (document, revision) = match held {
            Some(Held::There { document, revision, .. }) => (Some(document), revision),
            _ => (None, None),
        };
        let document = match document {
            Some(document) => document,
            None => self.insert(
                "INSERT INTO documents (id, key, seq) VALUES (?1, ?2, ?3)",
                (&entry.read.id, &entry.key, self.step.seq),
            )?,
        };
        let revision = match revision {
            Some(revision) => revision,
            None => self.revision(document, entry)?,
        };
        self.reading(document, revision, &entry.read)?;
        self.stored += 1;
        Ok(outcome)
    }

    /// Adds one new reading.
    ///
    /// # Errors
    /// As for [`Batch::store`].
    pub fn reread(&mut self, rereading: &Rereading) -> Result<()> {
        self.stored += 1;
        self.reading(rereading.handle.document, rereading.handle.revision, &rereading.read)
    }

    /// Makes everything durable.
    ///
    /// # Errors
    /// The disk is full or fails; nothing of the batch is then in the record.
    pub fn commit(self) -> Result<()> {
        if self.stored == 0 { Ok(()) } else { self.step.commit() }
    }

    fn revision(&self, document: i64, entry: &Entry) -> Result<i64> {
        let original = self.content(&entry.original)?;
        let text = entry.text.as_ref().map_or(Ok(original), |text| self.content(text))?;
        self.insert(
            "INSERT INTO revisions (document, number, form, original, text, about, fingerprint, seq) \
             SELECT ?1, 1 + count(*), ?2, ?3, ?4, ?5, ?6, ?7 FROM revisions WHERE document = ?1",
            (document, entry.form.word(), original, text, &entry.about, entry.fingerprint, self.step.seq),
        )
    }

    /// The row of some bytes, which are stored once only.
    fn content(&self, packed: &Packed) -> Result<i64> {
        let find = "SELECT content FROM contents WHERE sha256 = ?1";
        let found =
            self.step.transaction.prepare_cached(find)?.query_row([packed.sha256], |row| row.get(0)).optional()?;
        found.map_or_else(
            || {
                self.insert(
                    "INSERT INTO contents (sha256, packing, length, crc, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
                    (packed.sha256, packed.packing, packed.length, packed.crc(), &packed.bytes),
                )
            },
            Ok,
        )
    }

    /// Adds a reading; where it is of the latest revision, it becomes the current one.
    fn reading(&self, document: i64, revision: i64, read: &Read) -> Result<()> {
        let connection = &self.step.transaction;
        let coders = "INSERT INTO coders (json) VALUES (?1) ON CONFLICT DO NOTHING";
        connection.prepare_cached(coders)?.execute([&read.coder])?;
        let Packed { sha256, packing, length, bytes } = &read.packed;
        self.insert(
            "INSERT INTO readings (revision, coder, sha256, packing, length, crc, bytes, seq) \
             SELECT ?1, coder, ?3, ?4, ?5, ?6, ?7, ?8 FROM coders WHERE json = ?2",
            (revision, &read.coder, sha256, packing, length, read.packed.crc(), bytes, self.step.seq),
        )?;
        let latest = "SELECT max(revision) FROM revisions WHERE document = ?1";
        let latest: i64 = connection.prepare_cached(latest)?.query_row([document], |row| row.get(0))?;
        if revision == latest {
            index::clear(connection, document)?;
            let current = Current { row: document, id: &read.id, text: &read.text, reading: &read.plain };
            index::write(connection, &current)?;
        }
        Ok(())
    }

    fn insert(&self, statement: &str, values: impl Params) -> Result<i64> {
        self.step.transaction.prepare_cached(statement)?.execute(values)?;
        Ok(self.step.transaction.last_insert_rowid())
    }
}
