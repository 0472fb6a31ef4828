//! What stands in the tables is what stands in the readings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch, StructArray};
use dateline::document::{Basis, Published};
use dateline::{Document, Lexicon, Reader, Reading};
use dateline_archive::{Batches, Failure, Given, Rows, Table, key};
use proptest::prelude::*;

fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| Reader::new(Lexicon::built_in()))
}

const REPORT: &str = "BAMAKO, 25 April 2026 - Gunmen attacked a village 30 km south of Kidal in Mali on Friday, killing at least \
    12 people, the mayor, Amadou Keita, said. The army denied that soldiers had fled. \"We expect more attacks next week,\" Keita \
    told reporters. A day earlier a bomb exploded in Gao and wounded three civilians.";

fn document(id: &str, text: &str) -> Document {
    Document {
        source_id: Some(id.into()),
        path: Some("reports.jsonl".into()),
        published: Some(Published { date: "2026-04-26".parse().unwrap(), basis: Basis::Given }),
        ..Document::new(text)
    }
}

fn batches(documents: &[Document]) -> (Vec<Reading>, Batches) {
    let mut rows = Rows::default();
    let readings: Vec<Reading> = documents.iter().map(|document| reader().read(document)).collect();
    documents.iter().zip(&readings).for_each(|(document, reading)| rows.push(document, reading).unwrap());
    (readings, rows.finish())
}

fn text<'a>(batch: &'a RecordBatch, column: &str) -> Vec<Option<&'a str>> {
    batch.column_by_name(column).unwrap().as_string::<i32>().iter().collect()
}

/// All pieces of the text that a table points to, each with the row's document.
fn quotes(batch: &RecordBatch) -> Vec<(String, u32, u32, String)> {
    let keys = text(batch, "document");
    let mut all = Vec::new();
    let mut take = |key: &str, quotes: &StructArray| {
        let (start, end) = (quotes.column(0).as_primitive::<Int32Type>(), quotes.column(1).as_primitive::<Int32Type>());
        for at in (0..quotes.len()).filter(|at| quotes.is_valid(*at)) {
            let words = quotes.column(2).as_string::<i32>().value(at);
            all.push((key.to_owned(), start.value(at) as u32, end.value(at) as u32, words.to_owned()));
        }
    };
    for column in batch.columns() {
        for (row, key) in keys.iter().enumerate() {
            if let Some(quotes) = column.as_struct_opt() {
                take(key.unwrap(), &quotes.slice(row, 1));
            } else if let Some(quotes) = column.as_list_opt::<i32>().and_then(|l| l.value(row).as_struct_opt().cloned())
            {
                take(key.unwrap(), &quotes);
            }
        }
    }
    all
}

#[test]
fn every_finding_has_its_row() {
    let documents = [document("a", REPORT), document("b", "Nothing happened."), document("c", REPORT)];
    let (readings, batches) = batches(&documents);
    let all = |count: fn(&Reading) -> usize| readings.iter().map(count).sum::<usize>();
    let first = &readings[0];
    assert!(first.events.len() >= 2 && !first.outlook.is_empty() && !first.claims.is_empty(), "{first:?}");
    for (table, count) in [
        (Table::Documents, 3),
        (Table::Events, all(|r| r.events.len())),
        (Table::Participants, all(|r| r.events.iter().map(|e| e.participants.len()).sum())),
        (Table::Casualties, all(|r| r.events.iter().map(|e| e.casualties.len()).sum())),
        (Table::Assertions, all(|r| r.events.iter().map(|e| e.assertions.len()).sum())),
        (Table::Claims, all(|r| r.claims.len())),
        (Table::Actors, all(|r| r.actors.len())),
        (Table::Places, all(|r| r.places.len())),
        (Table::Times, all(|r| r.times.len())),
        (Table::Outlook, all(|r| r.outlook.len())),
        (Table::Relations, all(|r| r.relations.len())),
        (Table::Errors, 0),
    ] {
        assert_eq!(batches.get(table).num_rows(), count, "{}", table.name());
        assert_eq!(batches.get(table).schema(), table.schema());
    }
    // Copies of one text are told apart by their keys, and known by their content.
    let (keys, content) =
        (text(batches.get(Table::Documents), "document"), text(batches.get(Table::Documents), "content"));
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), 3);
    assert_eq!(content[0], content[2]);
    assert_eq!(keys[1], Some(key(&documents[1]).as_str()));
}

#[test]
fn values_are_those_of_the_reading() {
    let (readings, batches) = batches(&[document("a", REPORT)]);
    let reading = &readings[0];
    let tolls = batches.get(Table::Casualties);
    let best = tolls.column_by_name("best").unwrap().as_primitive::<Int64Type>();
    let high = tolls.column_by_name("high").unwrap().as_primitive::<Int64Type>();
    let killed = text(tolls, "kind").iter().position(|kind| *kind == Some("killed")).unwrap();
    // "At least 12": open above, which is null and not zero.
    assert_eq!((best.value(killed), high.is_null(killed)), (12, true));
    let events = batches.get(Table::Events);
    let days = events.column_by_name("start_date").unwrap().as_primitive::<Date32Type>();
    for (row, event) in reading.events.iter().enumerate() {
        let from = event.when.as_ref().and_then(|when| when.from);
        let expected = from.map(|day| (day.duration_since("1970-01-01".parse().unwrap()).as_hours() / 24) as i32);
        assert_eq!(days.is_valid(row).then(|| days.value(row)), expected);
        assert_eq!(text(events, "place")[row], event.places.first().map(|place| place.place.as_str()));
    }
    assert_eq!(days.value(0), 20_567, "24 April 2026, counted from 1970");
}

#[test]
fn a_document_and_its_reading_come_back_whole() {
    let original = document("a", REPORT);
    let (readings, batches) = batches(std::slice::from_ref(&original));
    let table = batches.get(Table::Documents);
    let column = |name: &str| text(table, name)[0].map(str::to_owned);
    let again: Reading = serde_json::from_str(&column("reading").unwrap()).unwrap();
    assert_eq!(again, readings[0]);
    let mut document = Document {
        id: column("content").unwrap(),
        source_id: column("source_id"),
        path: column("path"),
        url: column("url"),
        title: column("title"),
        publisher: column("publisher"),
        text: column("text").unwrap(),
        ..Document::default()
    };
    serde_json::from_str::<Given>(&column("given").unwrap()).unwrap().fill(&mut document);
    assert_eq!(format!("{document:?}"), format!("{original:?}"));
}

#[test]
fn what_could_not_be_read_is_a_row_too() {
    let mut rows = Rows::default();
    rows.fail(&Failure { path: Some("a.jsonl"), line: Some(3), error: "no text", ..Failure::default() });
    assert_eq!(rows.documents(), 0);
    let batches = rows.finish();
    let errors = batches.get(Table::Errors);
    assert_eq!((text(errors, "error"), text(errors, "source_id")), (vec![Some("no text")], vec![None]));
    assert_eq!(errors.column_by_name("line").unwrap().as_primitive::<Int64Type>().value(0), 3);
    // What was given out does not come again.
    assert!(rows.finish().iter().all(|(_, batch)| batch.num_rows() == 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_texts_make_tables_whose_words_stand_in_them(
        texts in proptest::collection::vec("(\\PC{0,20}|( ?(Gunmen|killed|42|people|in Mali|on Monday|he said|Paris|é|\n)){0,12})", 0..4),
    ) {
        let documents: Vec<Document> = texts.iter().enumerate().map(|(at, text)| document(&at.to_string(), text)).collect();
        let (_, batches) = batches(&documents);
        let by_key: BTreeMap<String, &Document> = documents.iter().map(|document| (key(document), document)).collect();
        for (_, batch) in batches.iter().filter(|(table, _)| *table != Table::Errors) {
            for (key, start, end, quote) in quotes(batch) {
                let words: String = by_key[&key].text.chars().skip(start as usize).take((end - start) as usize).collect();
                prop_assert_eq!(words, quote);
            }
        }
    }
}
