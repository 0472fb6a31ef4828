//! What the tests of the record share.

#![allow(dead_code, reason = "no test uses all of it")]

use std::path::Path;
use std::sync::OnceLock;

use dateline::{Document, Lexicon, Reader, Reading};
use dateline_record::{Entry, Form, Outcome, Record};
use tempfile::TempDir;

pub(crate) fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| Reader::new(Lexicon::built_in()))
}

pub(crate) fn record() -> (TempDir, Record) {
    let folder = tempfile::tempdir().unwrap();
    let record = Record::open_or_create(folder.path().join("record.db")).unwrap();
    (folder, record)
}

/// A report under its source's id.
pub(crate) fn report(id: &str, text: &str) -> Document {
    Document { source_id: Some(id.into()), ..Document::new(text) }
}

pub(crate) fn read(document: &Document) -> Reading {
    reader().read(document)
}

pub(crate) fn entry(document: Document) -> Entry {
    let reading = read(&document);
    Entry::new(document.text.clone().as_bytes(), Form::Text, document, reading)
}

pub(crate) fn store(record: &mut Record, document: Document) -> Outcome {
    let expected = record.outcome(&document, reader().coder()).unwrap();
    let mut batch = record.batch().unwrap();
    let outcome = batch.store(&entry(document)).unwrap();
    batch.commit().unwrap();
    assert_eq!(outcome, expected);
    outcome
}

pub(crate) const RAID: &str = "Gunmen raided Toro on Monday, killing four people.";
pub(crate) const EDITED: &str = "Gunmen raided Toro on Monday, killing six people.";

/// Changes rows behind the record's back, with the triggers out of the way and back in place after; the count of rows.
pub(crate) fn tamper(path: &Path, change: &str) -> usize {
    let connection = rusqlite::Connection::open(path).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    let triggers: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map((), |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (name, _) in &triggers {
        connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    let changed = connection.execute(change, ()).unwrap();
    for (name, sql) in &triggers {
        connection.execute_batch(sql).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
    changed
}
