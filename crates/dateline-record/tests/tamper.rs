//! One changed byte is found, and its row is named.

use dateline_record::{Draft, Moment, Record, Verb};
use proptest::prelude::*;

mod common;

use common::{EDITED, RAID, record, report, store, tamper};

/// A record with a row in every table.
fn filled() -> (tempfile::TempDir, std::path::PathBuf) {
    let (folder, mut record) = record();
    let long = format!("{RAID} {}", "The governor went to see the village. ".repeat(20));
    for (id, text) in [("a", RAID), ("b", EDITED), ("a", &long)] {
        store(&mut record, report(id, text));
    }
    let lexicon = dateline::Lexicon::built_in();
    record.merge("standard", lexicon.merge.get("standard").unwrap()).unwrap();
    let incident = record.incidents(Moment::NOW).unwrap().next().unwrap().unwrap().incident.incident;
    let (who, why) = ("Ann".into(), "I looked".into());
    record.decide(&Draft { verb: Verb::Accept, ids: vec![incident], correction: None, who, why }).unwrap();
    let path = record.path().to_path_buf();
    (folder, path)
}

#[test]
fn a_record_is_as_it_was_written() {
    let (_folder, path) = filled();
    let done = Record::open(&path).unwrap().verify().unwrap();
    assert_eq!(done.flaws, []);
    assert_eq!((done.entries, done.contents, done.readings, done.decisions), (5, 3, 3, 1));
    assert!(done.quotes > 10 && done.incidents > 0);
    let record = Record::open(&path).unwrap();
    assert!(
        record.has_head(&done.head).unwrap()
            && !record.has_head(&done.head.replace(&done.head[..8], "00000000")).unwrap()
    );
}

/// Changes one row behind the record's back, with the triggers out of the way.
fn tampered(change: &str) -> Vec<String> {
    let (_folder, path) = filled();
    tamper(&path, change);
    let done = Record::open(&path).unwrap().verify().unwrap();
    done.flaws.iter().map(ToString::to_string).collect()
}

#[test]
fn each_changed_row_is_named() {
    for (change, row) in [
        ("UPDATE contents SET bytes = CAST(replace(bytes, 'four', 'five') AS BLOB) WHERE content = 1", "contents 1"),
        ("UPDATE contents SET crc = crc + 1 WHERE content = 2", "contents 2"),
        ("UPDATE documents SET key = 'id:z' WHERE document = 2", "documents 2"),
        ("UPDATE revisions SET about = replace(about, '\"a\"', '\"c\"') WHERE revision = 1", "revisions 1"),
        ("UPDATE revisions SET form = 'html' WHERE revision = 2", "journal 2"),
        ("UPDATE revisions SET number = 9 WHERE revision = 3", "journal 3"),
        ("UPDATE readings SET sha256 = zeroblob(32) WHERE reading = 2", "readings 2"),
        ("UPDATE coders SET json = replace(json, '0.', '1.')", "coders of reading 1"),
        ("UPDATE events SET words = 'visited' WHERE event = (SELECT min(event) FROM events)", "events "),
        ("UPDATE actors SET name = 'Nobody' WHERE actor = (SELECT min(actor) FROM actors)", "actors "),
        ("DELETE FROM events WHERE event = (SELECT max(event) FROM events)", "events of document"),
        ("UPDATE incidents SET id = 'i000000000000' WHERE incident = 1", "incidents 1"),
        ("UPDATE incidents SET until = 5 WHERE incident = 1", "journal 5"),
        ("UPDATE decisions SET entry = replace(entry, 'Ann', 'Ben')", "journal 5"),
        ("UPDATE decisions SET entry = replace(entry, ',', ', ')", "decisions 5"),
        ("UPDATE mergers SET profile = 'strict'", "journal 4"),
        ("UPDATE journal SET at = replace(at, '2', '3') WHERE seq = 1", "journal 1"),
        ("DELETE FROM journal WHERE seq = 2", "journal 3: entries 2 to 2 are gone"),
        ("DELETE FROM decisions", "journal 5"),
        ("DROP INDEX events_by_day", "schema events_by_day"),
        ("CREATE TABLE remarks (words TEXT)", "schema remarks"),
    ] {
        let flaws = tampered(change);
        assert!(flaws.iter().any(|flaw| flaw.contains(row)), "{change}: {flaws:#?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// A byte of the file itself: what was stored comes back as it was, or it is told that it does not.
    #[test]
    fn a_changed_byte_of_the_file_is_told_or_bears_nothing(at: prop::sample::Index, change in 1u8..) {
        let (_folder, path) = filled();
        let texts = |path: &std::path::Path| -> dateline_record::Result<Vec<String>> {
            let record = Record::open(path)?;
            let handles = record.documents(Moment::NOW)?;
            handles.into_iter().map(|handle| Ok(format!("{:?}", record.document(handle)?))).collect()
        };
        let before = texts(&path).unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= change;
        std::fs::write(&path, bytes).unwrap();
        let told = Record::open(&path).and_then(|record| record.verify()).map_or(true, |done| !done.flaws.is_empty());
        prop_assert!(told || texts(&path).unwrap() == before, "byte {at}");
    }
}
