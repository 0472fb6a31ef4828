//! A disk that is full, a record that another holds: clear errors, nothing lost.

use dateline_record::{Error, Moment, Record};
use rusqlite::Connection;

mod common;

use common::{RAID, entry, record, report, store};

#[test]
fn a_full_disk_loses_nothing_that_was_stored() {
    let (_folder, mut record) = record();
    store(&mut record, report("a", RAID));
    let before = record.status(Moment::NOW).unwrap();
    record.leave_room(4).unwrap();
    let mut stored = 1;
    let error = loop {
        let mut batch = record.batch().unwrap();
        let text =
            format!("{RAID} {stored} {}", "Words that take room on the disk, and say nothing at all. ".repeat(40));
        let done = batch.store(&entry(report(&format!("b{stored}"), &text))).map(drop).and_then(|()| batch.commit());
        match done {
            Ok(()) => stored += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::Full), "{error}");
    assert!(error.to_string().contains("no space"), "{error}");
    let after = record.status(Moment::NOW).unwrap();
    assert_eq!(after.documents, stored);
    assert!(after.documents >= before.documents);
    let again = Record::open(record.path()).unwrap();
    assert_eq!(again.verify().unwrap().flaws, []);
    // With room again, the same goes on.
    let mut record = again;
    store(&mut record, report("c", RAID));
    assert_eq!(record.status(Moment::NOW).unwrap().documents, stored + 1);
}

#[test]
fn a_record_that_another_writes_to_is_told_and_can_still_be_read() {
    let (_folder, record) = record();
    let mut record = record.with_patience(std::time::Duration::from_millis(20)).unwrap();
    store(&mut record, report("a", RAID));
    let other = Connection::open(record.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(record.batch().map(drop), Err(Error::Busy)));
    assert_eq!(record.status(Moment::NOW).unwrap().documents, 1);
    other.execute_batch("COMMIT").unwrap();
    record.batch().unwrap();
}

#[test]
fn notes_are_kept_beside_the_evidence() {
    let (_folder, mut record) = record();
    store(&mut record, report("a", RAID));
    let head = record.verify().unwrap().head;
    record.note("visit", &[("x", Some(&1)), ("y", Some(&2))]).unwrap();
    record.note("alert", &[("x", Some(&"told"))]).unwrap();
    record.note("visit", &[("x", Some(&3)), ("y", None)]).unwrap();
    let again = Record::open(record.path()).unwrap();
    assert_eq!(again.notes::<u32>("visit").unwrap(), [("x".to_owned(), 3)]);
    assert_eq!(again.notes::<String>("alert").unwrap(), [("x".to_owned(), "told".to_owned())]);
    assert_eq!(again.notes::<u32>("alert").unwrap(), []);
    let verified = again.verify().unwrap();
    assert_eq!((verified.flaws, verified.head), (vec![], head));
}
