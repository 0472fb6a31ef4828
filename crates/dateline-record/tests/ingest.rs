//! What comes in again, changed or not, and what becomes of it.

use dateline::reading::Coder;
use dateline::{Document, Reading};
use dateline_record::{Moment, Outcome, Record, Rereading};
use jiff::Timestamp;

mod common;

use common::{EDITED, RAID, entry, read, reader, record, report, store};

/// Every text as it stands now, by the document's key.
fn texts(record: &Record, moment: Moment) -> Vec<(String, u32, String)> {
    let handles = record.documents(moment).unwrap();
    let stored = handles.into_iter().map(|handle| record.document(handle).unwrap());
    stored.map(|stored| (stored.key, stored.revision, stored.document.text)).collect()
}

#[test]
fn what_comes_back_is_what_went_in() {
    let (_folder, mut record) = record();
    let document = Document {
        title: Some("Raid".into()),
        url: Some("https://news.example/raid#top".into()),
        publisher: Some("Example News".into()),
        notes: vec!["a note".into()],
        ..report("a", RAID)
    };
    store(&mut record, document.clone());
    let handles = record.documents(Moment::NOW).unwrap();
    let stored = record.document(handles[0]).unwrap();
    assert_eq!(stored.key, "url:https://news.example/raid");
    assert_eq!(format!("{:?}", stored.document), format!("{document:?}"));
    assert_eq!(stored.reading, read(&document));
    assert_eq!(format!("sha256:{}", stored.original), document.id);
}

#[test]
fn the_same_again_is_unchanged_and_an_edit_is_a_revision() {
    let (_folder, mut record) = record();
    assert_eq!(store(&mut record, report("a", RAID)), Outcome::New);
    assert_eq!(store(&mut record, report("a", RAID)), Outcome::Unchanged);
    assert_eq!(store(&mut record, report("b", RAID)), Outcome::New);
    assert_eq!(store(&mut record, report("a", EDITED)), Outcome::Revised);
    // Both stand in one file that is read twice: nothing is doubled.
    assert_eq!(store(&mut record, report("a", RAID)), Outcome::Unchanged);
    assert_eq!(store(&mut record, report("a", EDITED)), Outcome::Unchanged);
    let expected = [("id:a", 2, EDITED), ("id:b", 1, RAID)].map(|(k, r, t)| (k.to_owned(), r, t.to_owned()));
    assert_eq!(texts(&record, Moment::NOW), expected);
    let status = record.status(Moment::NOW).unwrap();
    assert_eq!((status.documents, status.revisions, status.readings, status.entries), (2, 3, 3, 3));
}

#[test]
fn a_file_that_was_moved_is_the_same_document() {
    let (_folder, mut record) = record();
    let file = |path: &str, text: &str| Document { path: Some(path.into()), ..Document::new(text) };
    assert_eq!(store(&mut record, file("reports/a.txt", RAID)), Outcome::New);
    assert_eq!(store(&mut record, file("./reports/a.txt", RAID)), Outcome::Unchanged);
    assert_eq!(store(&mut record, file("reports/a.txt", EDITED)), Outcome::Revised);
    assert_eq!(store(&mut record, file("reports/b.txt", "Another report.")), Outcome::New);
    // What came on standard input has no name.
    assert_eq!(store(&mut record, file("-", "One.")), Outcome::New);
    assert_eq!(store(&mut record, file("-", "Two.")), Outcome::New);
}

#[test]
fn one_batch_may_hold_the_same_twice() {
    let (_folder, mut record) = record();
    let mut batch = record.batch().unwrap();
    let outcomes = [RAID, RAID, EDITED].map(|text| batch.store(&entry(report("a", text))).unwrap());
    batch.commit().unwrap();
    assert_eq!(outcomes, [Outcome::New, Outcome::Unchanged, Outcome::Revised]);
    assert_eq!(texts(&record, Moment::NOW), [("id:a".to_owned(), 2, EDITED.to_owned())]);
}

#[test]
fn a_batch_that_is_dropped_leaves_nothing() {
    let (_folder, mut record) = record();
    store(&mut record, report("a", RAID));
    let before = record.status(Moment::NOW).unwrap();
    let mut batch = record.batch().unwrap();
    batch.store(&entry(report("b", EDITED))).unwrap();
    drop(batch);
    assert_eq!(record.status(Moment::NOW).unwrap(), before);
}

#[test]
fn newer_readings_stand_beside_older_ones() {
    let (_folder, mut record) = record();
    store(&mut record, report("a", RAID));
    let newer = Coder { version: "99.0.0".into(), ..reader().coder().clone() };
    assert!(record.read_otherwise(reader().coder()).unwrap().is_empty());
    let stale = record.read_otherwise(&newer).unwrap();
    assert_eq!(stale.len(), 1);
    let stored = record.document(stale[0]).unwrap();
    let reading = Reading { coder: newer.clone(), events: Vec::new(), ..stored.reading.clone() };
    let rereading = Rereading::new(stale[0], stored, reading);
    let mut batch = record.rereading().unwrap();
    batch.reread(&rereading).unwrap();
    batch.commit().unwrap();
    assert!(record.read_otherwise(&newer).unwrap().is_empty());
    let status = record.status(Moment::NOW).unwrap();
    assert_eq!((status.documents, status.revisions, status.readings, status.events), (1, 1, 2, Some(0)));
    // Coming again, it is read again by whoever reads now.
    assert_eq!(store(&mut record, report("a", RAID)), Outcome::Reread);
    assert_eq!(record.status(Moment::NOW).unwrap().readings, 3);
}

#[test]
fn the_record_knows_how_it_stood() {
    let (_folder, record) = record();
    let mut record = record.with_clock(|| "2026-04-01T08:00:00Z".parse().unwrap());
    store(&mut record, report("a", RAID));
    let mut record = record.with_clock(|| "2026-04-03T08:00:00Z".parse().unwrap());
    store(&mut record, report("a", EDITED));
    // The clock goes back: what was written before was known all the same.
    let mut record = record.with_clock(|| "2026-04-02T08:00:00Z".parse().unwrap());
    store(&mut record, report("b", RAID));
    let at = |time: &str| record.moment(time.parse::<Timestamp>().unwrap()).unwrap();
    let revisions = |time: &str| texts(&record, at(time)).into_iter().map(|(_, r, _)| r).collect::<Vec<_>>();
    assert!(revisions("2026-03-31T00:00:00Z").is_empty());
    assert_eq!(revisions("2026-04-01T12:00:00Z"), [1]);
    assert_eq!(revisions("2026-04-02T12:00:00Z"), [2, 1]);
    assert_eq!(record.status(at("2026-04-01T12:00:00Z")).unwrap().revisions, 1);
}

#[test]
fn two_processes_write_one_after_the_other() {
    let (_folder, mut record) = record();
    let mut other = record.again().unwrap();
    let writer = std::thread::spawn(move || {
        for at in 0..20 {
            store(&mut other, report(&format!("x{at}"), RAID));
        }
    });
    for at in 0..20 {
        store(&mut record, report(&format!("y{at}"), RAID));
    }
    writer.join().unwrap();
    assert_eq!(record.status(Moment::NOW).unwrap().documents, 40);
}
