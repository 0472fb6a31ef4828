//! A record of an older form is brought to the present one: quickly, whole, and wherever it is interrupted.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dateline::Document;
use dateline_record::{Entry, Form, Moment, Record};
use rusqlite::Connection;
use tempfile::TempDir;

mod common;

use common::{RAID, read, record, report};

const FIRST: &str = include_str!("../migrations/0001.sql");
const LATER: [&str; 3] = [
    include_str!("../migrations/0002.sql"),
    include_str!("../migrations/0003.sql"),
    include_str!("../migrations/0004.sql"),
];
const DOCUMENTS: u64 = 4_000;

/// The tables of the first form.
const TABLES: &[&str] = &[
    "journal",
    "contents",
    "documents",
    "revisions",
    "coders",
    "readings",
    "events",
    "claims",
    "actors",
    "places",
    "places_at",
];

/// A record of some thousand documents in its first form: the rows that the present program writes, in the tables that the first one
/// had.
fn old(documents: u64) -> (TempDir, PathBuf) {
    let (folder, mut new) = record();
    let reading = read(&Document::new(RAID));
    let mut numbers = 0..documents;
    while !numbers.is_empty() {
        let mut batch = new.batch().unwrap();
        for number in numbers.by_ref().take(500) {
            // What follows the words that were read changes nothing of their reading.
            let document = report(&format!("r{number}"), &format!("{RAID} {number}"));
            let mut reading = reading.clone();
            reading.document.id.clone_from(&document.id);
            reading.document.source_id.clone_from(&document.source_id);
            batch.store(&Entry::new(document.text.clone().as_bytes(), Form::Text, document, reading)).unwrap();
        }
        batch.commit().unwrap();
    }
    let path = folder.path().join("old.db");
    let connection = Connection::open(&path).unwrap();
    connection.query_row("PRAGMA journal_mode = WAL", (), |_| Ok(())).unwrap();
    connection.execute_batch(FIRST).unwrap();
    connection.execute("ATTACH ?1 AS new", [new.path().to_str().unwrap()]).unwrap();
    for table in TABLES {
        connection.execute_batch(&format!("INSERT INTO main.{table} SELECT * FROM new.{table}")).unwrap();
    }
    connection
        .execute_batch(
            "INSERT INTO words (rowid, title, text) SELECT r.document, '', CAST(c.bytes AS TEXT)
             FROM revisions r JOIN contents c ON c.content = r.text;
             DETACH new; PRAGMA application_id = 1145852483; PRAGMA user_version = 1",
        )
        .unwrap();
    (folder, path)
}

fn version(path: &Path) -> i64 {
    Connection::open(path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

/// It is of the present form, and all of it is there.
fn is_whole(path: &Path, documents: u64) {
    let record = Record::open(path).unwrap();
    let status = record.status(Moment::NOW).unwrap();
    assert_eq!((status.documents, status.readings), (documents, documents));
    let verified = record.verify().unwrap();
    assert_eq!(verified.flaws, []);
    assert_eq!(version(path), 1 + LATER.len() as i64);
}

#[test]
fn a_large_old_record_is_brought_up_to_date_in_moments() {
    let (_folder, path) = old(DOCUMENTS);
    assert_eq!(version(&path), 1);
    let begun = Instant::now();
    let mut record = Record::open(&path).unwrap();
    let taken = begun.elapsed();
    // No row is written anew: the time does not grow with the record.
    assert!(taken < Duration::from_secs(2), "{taken:?}");
    is_whole(&path, DOCUMENTS);
    // It is a record like any other now.
    let lexicon = dateline::Lexicon::built_in();
    record.merge("standard", lexicon.merge.get("standard").unwrap()).unwrap();
    assert!(record.incidents(Moment::NOW).unwrap().next().is_some());
    assert_eq!(record.verify().unwrap().flaws, []);
}

/// The files as a process that is killed leaves them, after each part of the migration.
#[test]
fn a_migration_that_is_killed_leaves_the_old_record_whole() {
    let (folder, path) = old(50);
    let dying = Connection::open(&path).unwrap();
    // What was not committed is in the files too.
    dying.execute_batch("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE").unwrap();
    for (done, migration) in LATER.iter().enumerate() {
        dying.execute_batch(migration).unwrap();
        let left = folder.path().join(format!("killed-{done}.db"));
        for ending in ["", "-wal"] {
            let file = |path: &Path| PathBuf::from(format!("{}{ending}", path.display()));
            fs::copy(file(&path), file(&left)).unwrap();
        }
        assert_eq!(version(&left), 1);
        is_whole(&left, 50);
    }
    // Another that waits meanwhile goes on when this one is gone.
    drop(dying);
    is_whole(&path, 50);
}

#[test]
fn two_that_open_an_old_record_at_once_migrate_it_once() {
    let (_folder, path) = old(50);
    let both: Vec<_> = (0..4)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || Record::open(path).unwrap().status(Moment::NOW).unwrap().documents)
        })
        .collect();
    for one in both {
        assert_eq!(one.join().unwrap(), 50);
    }
    is_whole(&path, 50);
}
