//! Reading documents and their readings back out of the record, as they stand or as they stood.

use dateline::{Document, Reading};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::about::About;
use crate::error::{Error, Result};
use crate::journal::known_at;
use crate::open::Record;
use crate::pack::{Packed, hex};

/// A document with its text and its reading, as current at some moment.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The document's id in the record.
    pub id: String,
    /// What makes it one document: `url:`, `id:` or `path:` and its address, its source's id, its path.
    pub key: String,
    /// Which of its revisions this is, from 1.
    pub revision: u32,
    /// The SHA-256 of the original bytes, in hexadecimal.
    pub original: String,
    /// The document with its text, as it was read.
    pub document: Document,
    /// What was read from it.
    pub reading: Reading,
}

impl Stored {
    /// What a person would call it: its source's id, or its address, or its path.
    pub fn name(&self) -> &str {
        let Document { source_id, url, path, .. } = &self.document;
        source_id.as_deref().or(url.as_deref()).or(path.as_deref()).unwrap_or(&self.id)
    }
}

/// A point in the record's history. What came later is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(pub(crate) i64);

impl Moment {
    /// After all that is in the record.
    pub const NOW: Self = Self(i64::MAX);
}

/// The rows of a document, its revision and its reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle {
    pub(crate) document: i64,
    pub(crate) revision: i64,
    pub(crate) reading: i64,
}

impl Handle {
    /// From its three columns.
    pub(crate) fn of_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { document: row.get(0)?, revision: row.get(1)?, reading: row.get(2)? })
    }
}

/// Documents with the revision and reading that were current after an entry of the journal. What was taken down is in none.
pub(crate) const CURRENT: &str = "documents d \
    JOIN revisions r ON r.revision = (SELECT max(revision) FROM revisions WHERE document = d.document AND seq <= ?1) \
        AND NOT EXISTS (SELECT 1 FROM tombstones t WHERE t.document = d.document) \
    JOIN readings g ON g.reading = (SELECT max(reading) FROM readings WHERE revision = r.revision AND seq <= ?1)";

impl Record {
    /// The point at which the record stood at a time, by the clock of the machines that wrote it.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn moment(&self, at: Timestamp) -> Result<Moment> {
        Ok(Moment(known_at(&self.connection, at)?))
    }

    /// Looks at the record as it stands, whatever others write meanwhile. Many looks at once are faster so: each would ask for
    /// the file's locks. What looks must not write.
    ///
    /// # Errors
    /// The record cannot be read, or what looks says so.
    pub fn snapshot<T>(&self, look: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        // Ends when it is dropped.
        let _still = self.connection.unchecked_transaction()?;
        look(self)
    }

    /// All documents as current at a moment, in the order in which they first came.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn documents(&self, moment: Moment) -> Result<Vec<Handle>> {
        let query = format!("SELECT d.document, r.revision, g.reading FROM {CURRENT} ORDER BY d.document");
        let mut statement = self.connection.prepare_cached(&query)?;
        Ok(statement.query_map([moment.0], Handle::of_row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The document of an id, as current at a moment.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn find(&self, id: &str, moment: Moment) -> Result<Option<Handle>> {
        let query = format!("SELECT d.document, r.revision, g.reading FROM {CURRENT} WHERE d.id = ?2");
        let mut statement = self.connection.prepare_cached(&query)?;
        Ok(statement.query_row((moment.0, id), Handle::of_row).optional()?)
    }

    /// A document with its text and reading.
    ///
    /// # Errors
    /// The record cannot be read, or is damaged there.
    pub fn document(&self, handle: Handle) -> Result<Stored> {
        document(&self.connection, handle)
    }
}

/// The same, on any way into the record.
pub(crate) fn document(connection: &Connection, handle: Handle) -> Result<Stored> {
    let query = "SELECT d.id, d.key, r.number, o.sha256, r.about, t.sha256, t.packing, t.length, t.crc, t.bytes, \
                 g.sha256, g.packing, g.length, g.crc, g.bytes FROM documents d, revisions r, readings g \
                 JOIN contents o ON o.content = r.original JOIN contents t ON t.content = r.text \
                 WHERE d.document = ?1 AND r.revision = ?2 AND g.reading = ?3";
    let mut statement = connection.prepare_cached(query)?;
    let mut rows = statement.query((handle.document, handle.revision, handle.reading))?;
    let row = rows.next()?.ok_or_else(|| Error::Damaged("a document's rows are gone".into()))?;
    let id: String = row.get(0)?;
    let wrong = |what: &str| Error::Damaged(format!("{what} of the document {id}"));
    let about: About =
        serde_json::from_str(row.get_ref(4)?.as_str().unwrap_or_default()).map_err(|_| wrong("the metadata"))?;
    let text = text(Packed::read(row, 5)?)?;
    let reading = serde_json::from_slice(&Packed::read(row, 10)?).map_err(|_| wrong("the reading"))?;
    Ok(Stored {
        key: row.get(1)?,
        revision: row.get(2)?,
        original: hex(&row.get::<_, [u8; 32]>(3)?),
        document: about.document(text),
        reading,
        id,
    })
}

/// The text of bytes that were decoded without loss: what was no UTF-8 when it came stands in contents as it was read.
fn text(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|_| Error::Damaged("a text is no UTF-8".into()))
}
