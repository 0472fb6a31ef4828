//! A document that is withdrawn on request: its words are gone from the file, a tombstone says so and why, all others stay,
//! and the chain still holds.

use std::fs;

use dateline_record::{Draft, Error, Field, Moment, Outcome, Record, Search, Takedown, Verb};

mod common;

use common::{reader, record, report, store, tamper};

const FAMILY: &str =
    "Gunmen attacked the village of Koro in Mali on 6 April 2026, killing 14 people. Awa Zorgho was among the dead.";
const WIRE: &str =
    "Armed men attacked the village of Koro in Mali on 6 April 2026, killing seventeen people, residents said.";
const OTHER: &str = "Police arrested three protesters in Bamako on 6 April 2026.";

fn merge(record: &mut Record) {
    record.merge("standard", reader().lexicon().merge.get("standard").unwrap()).unwrap();
}

fn takedown(documents: &[&str]) -> Takedown {
    let documents = documents.iter().map(|id| (*id).to_owned()).collect();
    Takedown { documents, who: "Ann".into(), why: "asked for by the family".into() }
}

/// A record of three reports, the first with an address that tells a name, a second revision and decisions.
fn filled() -> (tempfile::TempDir, Record) {
    let (folder, mut record) = record();
    let url = Some("https://news.example/zorgho-dead".to_owned());
    let first = dateline::Document { url: url.clone(), title: Some("Awa Zorgho dead".into()), ..report("a", FAMILY) };
    let edited = dateline::Document { text: format!("{FAMILY} She was 31."), ..first.clone() };
    for document in [first, edited, report("b", WIRE), report("c", OTHER)] {
        store(&mut record, document);
    }
    merge(&mut record);
    let one = |record: &Record, report: &str| {
        let all = record.incidents(Moment::NOW).unwrap().map(Result::unwrap);
        let found =
            all.into_iter().find(|i| i.accounts.iter().any(|a| a.report.document.source_id.as_deref() == Some(report)));
        found.unwrap().incident
    };
    let raid = one(&record, "a");
    assert_eq!(raid.members.len(), 2, "{raid:?}");
    let event = raid.members[0].event.clone().unwrap();
    let mut seq = 0;
    for (verb, id, correction) in [
        (Verb::Correct, event.clone(), Some((Field::Recipient, "Awa Zorgho of Koro".to_owned()))),
        (Verb::Accept, raid.incident, None),
        (Verb::Appeal, event, None),
    ] {
        let why = "Zorgho's cousin told us".to_owned();
        seq = record.decide(&Draft { verb, ids: vec![id], correction, who: "Ann".into(), why }).unwrap().seq;
    }
    let why = "We wrote to Ada Zorgho".to_owned();
    record
        .decide(&Draft { verb: Verb::Answer, ids: vec![seq.to_string()], correction: None, who: "Ann".into(), why })
        .unwrap();
    record
        .note("visit", &[(url.as_deref().unwrap(), Some(&"seen")), ("https://other.example/", Some(&"seen"))])
        .unwrap();
    merge(&mut record);
    (folder, record)
}

/// Whether some bytes stand anywhere in the file or its log.
fn stands(record: &Record, words: &str) -> bool {
    let log = record.path().with_extension("db-wal");
    [record.path(), &log].into_iter().any(|path| {
        let bytes = fs::read(path).unwrap_or_default();
        bytes.windows(words.len()).any(|window| window.eq_ignore_ascii_case(words.as_bytes()))
    })
}

#[test]
fn what_is_taken_down_is_gone_and_all_else_stands() {
    let (_folder, mut record) = filled();
    let before = record.verify().unwrap();
    assert_eq!(before.flaws, []);
    assert!(stands(&record, "zorgho"), "a test that could not fail");
    let planned = record.would_erase(&["https://news.example/zorgho-dead".to_owned()]).unwrap();
    assert_eq!((planned.revisions, planned.readings, planned.decisions), (2, 2, 3));
    assert!(stands(&record, "zorgho"), "nothing was asked to be erased yet");

    let erased = record.take_down(&takedown(&["https://news.example/zorgho-dead"])).unwrap();
    assert_eq!(erased, planned);
    let id = erased.documents[0].clone();
    assert_eq!(erased.decisions_to_read.len(), 1, "the acceptance speaks of the other report too");
    // The words of that one are a person's own, and stay until a person has read them.
    assert!(record.sweep().unwrap());
    for words in ["14 people", "She was 31", "zorgho-dead", "Zorgho of Koro", "Awa Zorgho dead", "Ada Zorgho"] {
        assert!(!stands(&record, words), "{words}");
    }
    assert!(stands(&record, "killing seventeen people"));

    // The chain holds, also from a head that was kept elsewhere; nobody finds the document any more, as of no day.
    let after = record.verify().unwrap();
    assert_eq!((after.flaws, after.withdrawn), (vec![], 1));
    assert!(record.has_head(&before.head).unwrap());
    let first = record.moment("2000-01-01T00:00:00Z".parse().unwrap()).unwrap();
    for moment in [Moment::NOW, record.moment(jiff::Timestamp::now()).unwrap(), first] {
        assert!(record.find(&id, moment).unwrap().is_none());
        for incident in record.incidents(moment).unwrap() {
            let incident = incident.unwrap();
            assert!(incident.accounts.iter().all(|a| a.report.id != id));
        }
    }
    let words = |words: &str| record.search(&Search { words: Some(words.into()), ..Search::default() }).unwrap().len();
    assert_eq!((words("zorgho"), words("seventeen")), (0, 1));
    let status = record.status(Moment::NOW).unwrap();
    assert_eq!((status.documents, status.withdrawn), (2, 1));

    // A tombstone says that, when, who and why.
    let stones = record.tombstones().unwrap();
    assert_eq!(
        (stones.len(), stones[0].document.as_str(), stones[0].why.as_str()),
        (1, id.as_str(), "asked for by the family")
    );
    assert_eq!(record.notes::<String>("visit").unwrap().len(), 1);
}

#[test]
fn incidents_go_on_with_the_accounts_that_are_left() {
    let (_folder, mut record) = filled();
    record.take_down(&takedown(&["https://news.example/zorgho-dead"])).unwrap();
    let raid = |record: &Record| {
        let all = record.incidents(Moment::NOW).unwrap().map(Result::unwrap);
        let mut raids: Vec<_> = all.into_iter().filter(|i| i.incident.plover.as_deref() == Some("ASSAULT")).collect();
        assert_eq!(raids.len(), 1, "{:#?}", raids.iter().map(|i| &i.incident).collect::<Vec<_>>());
        raids.remove(0)
    };
    // At once, and after the next merger, under whatever id.
    for _ in 0..2 {
        let raid = raid(&record);
        assert_eq!((raid.accounts.len(), raid.incident.sources.len()), (1, 1));
        assert_eq!((raid.incident.casualties[0].low, raid.incident.casualties[0].high), (Some(17), Some(17)));
        assert_eq!(raid.review.state, dateline_record::State::Accepted);
        merge(&mut record);
    }
    // With the last account it ends.
    record.take_down(&takedown(&["b"])).unwrap();
    assert!(record.incidents(Moment::NOW).unwrap().all(|i| i.unwrap().incident.plover.as_deref() != Some("ASSAULT")));
    assert_eq!(record.verify().unwrap().flaws, []);
}

#[test]
fn what_was_taken_down_is_not_taken_in_again() {
    let (_folder, mut record) = filled();
    record.take_down(&takedown(&["b", "c"])).unwrap();
    for (document, expected) in [
        (report("b", WIRE), Outcome::Withdrawn),
        (report("b", "Other words at the same place."), Outcome::Withdrawn),
        // The same words and metadata from elsewhere are the same document.
        (
            dateline::Document { source_id: None, path: Some("moved.txt".into()), ..report("c", OTHER) },
            Outcome::Withdrawn,
        ),
        (report("d", "Gunmen attacked Gao in Mali on 7 April 2026."), Outcome::New),
    ] {
        assert_eq!(store(&mut record, document), expected);
    }
    assert_eq!(record.verify().unwrap().flaws, []);
}

#[test]
fn the_same_words_elsewhere_are_told_and_stay() {
    let (_folder, mut record) = record();
    for (id, publisher) in [("a", "One"), ("b", "Two")] {
        store(&mut record, dateline::Document { publisher: Some(publisher.into()), ..report(id, WIRE) });
    }
    let erased = record.take_down(&takedown(&["a"])).unwrap();
    assert_eq!(erased.same_words.len(), 1);
    assert_eq!(record.verify().unwrap().flaws, []);
    assert!(stands(&record, "seventeen people"));
    record.take_down(&takedown(&["b"])).unwrap();
    assert!(record.sweep().unwrap() && !stands(&record, "seventeen people"));
    assert_eq!(record.verify().unwrap().flaws, []);
}

#[test]
fn a_takedown_hides_no_change_and_is_for_good() {
    let (_folder, mut record) = filled();
    for (documents, why) in [(vec!["nowhere"], "x"), (vec![], "x"), (vec!["b"], " ")] {
        let draft = Takedown { why: why.into(), ..takedown(&documents) };
        assert!(record.take_down(&draft).is_err(), "{draft:?}");
    }
    let done = record.take_down(&takedown(&["b"])).unwrap();
    assert!(matches!(record.take_down(&takedown(&[&done.documents[0]])), Err(Error::NoSuchId(_))));
    let number = record.decisions(Moment::NOW).unwrap().last().unwrap().seq.to_string();
    let undo = Draft { verb: Verb::Undo, ids: vec![number], correction: None, who: "Ann".into(), why: "no".into() };
    assert!(record.decide(&undo).unwrap_err().to_string().contains("what it erased is gone"));
    let direct = Draft { verb: Verb::Takedown, ids: vec!["c".into()], ..undo };
    assert!(matches!(record.decide(&direct), Err(Error::Decision(_))));

    // Who changed what a document is before it was taken down is not covered up.
    let connection = rusqlite::Connection::open(record.path()).unwrap();
    let trigger: String = connection
        .query_row("SELECT sql FROM sqlite_schema WHERE name = 'revisions_stay'", (), |row| row.get(0))
        .unwrap();
    connection
        .execute_batch("DROP TRIGGER revisions_stay; UPDATE revisions SET form = 'mail' WHERE revision = 1")
        .unwrap();
    connection.execute_batch(&trigger).unwrap();
    drop(connection);
    let error = record.take_down(&takedown(&["https://news.example/zorgho-dead"])).unwrap_err();
    assert!(error.to_string().contains("is not as it was written"), "{error}");
    assert_eq!(record.status(Moment::NOW).unwrap().withdrawn, 1);
}

#[test]
fn what_was_erased_without_a_takedown_is_found() {
    let (_folder, mut record) = filled();
    record.take_down(&takedown(&["b"])).unwrap();
    let path = record.path().to_path_buf();
    let refused = |statement: &str| rusqlite::Connection::open(&path).unwrap().execute(statement, ()).is_err();
    for statement in [
        "UPDATE contents SET bytes = x'' WHERE content = 1",
        "UPDATE revisions SET about = '' WHERE revision = 1",
        "UPDATE readings SET bytes = x'' WHERE reading = 1",
        "UPDATE documents SET key = 'withdrawn:' || id WHERE document = 1",
        "UPDATE decisions SET entry = replace(entry, 'Ann', 'Ben')",
        "UPDATE incidents SET bytes = x'' WHERE incident = 1",
        "DELETE FROM tombstones",
        "UPDATE seals SET digest = zeroblob(32)",
    ] {
        assert!(refused(statement), "{statement}");
    }
    // Whoever has the triggers out of the way is found out.
    for (change, row) in [
        ("UPDATE contents SET bytes = x'', crc = 0, packing = 'plain' WHERE content = 1", "contents 1"),
        ("DELETE FROM tombstones", "journal"),
        ("UPDATE seals SET digest = zeroblob(32)", "journal"),
        ("UPDATE documents SET key = 'id:b' WHERE key GLOB 'withdrawn:*'", "tombstones"),
    ] {
        let copy = path.with_extension("copy");
        fs::copy(&path, &copy).unwrap();
        let _ = fs::copy(path.with_extension("db-wal"), copy.with_extension("copy-wal"));
        assert!(tamper(&copy, change) > 0, "{change}");
        let flaws: Vec<String> =
            Record::open(&copy).unwrap().verify().unwrap().flaws.iter().map(ToString::to_string).collect();
        assert!(flaws.iter().any(|flaw| flaw.starts_with(row)), "{change}: {flaws:#?}");
    }
}
