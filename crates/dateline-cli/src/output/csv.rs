//! One row an event, for spreadsheets.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe before it: text comes from strangers.

use dateline::Lexicon;
use dateline::reading::{CasualtyKind, Event, Reading, Role, Stance};

use super::words::{self, Names};

/// The columns, in order. Where a field has several values they stand in one cell, between `; `.
pub(crate) const COLUMNS: &[&str] = &[
    "document",       // sha256 of the original bytes
    "source",         // the caller's id, else the path or address
    "published",      // ISO date
    "event",          // its id in the reading
    "type",           // PLOVER
    "mode",           // PLOVER
    "acled_type",     // ACLED event_type
    "acled_sub_type", // ACLED sub_event_type
    "status",         // only happened, ongoing and attempted are events that took place
    "from",           // ISO date
    "to",             // ISO date
    "date_precision", // hour, day, week, month, year, unknown
    "date_inferred",  // true where concluded and not said
    "places",
    "countries",  // ISO 3166-1 alpha-3
    "latitude",   // of the first place that has a point, WGS 84
    "longitude",  // of the same
    "precision",  // of the same: exact, near, admin2, admin1, country; unlocated where no place has a point
    "initiators", // who did it
    "recipients", // to whom
    "parties",    // both sides, where there is no direction
    "instruments",
    "killed_low",
    "killed_best",
    "killed_high",
    "injured_low",
    "injured_best",
    "injured_high",
    "toll_words", // every figure in words, with whose it is
    "outcome",
    "says",   // who asserts it
    "denies", // who denies it, with the field where it is not the whole
    "doubts",
    "part_of", // the episode's id
    "trigger",
    "words", // the clause it was read from
    "confidence",
    "rule",
];

/// The first line.
pub(crate) fn header() -> Vec<u8> {
    rows(std::iter::once(COLUMNS.iter().map(|c| (*c).to_owned()).collect()))
}

/// The rows of one document.
pub(crate) fn events(reading: &Reading, lexicon: &Lexicon) -> Vec<u8> {
    let names = Names::new(reading, lexicon);
    rows(reading.events.iter().map(|event| row(reading, event, &names)))
}

fn rows(rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("writing to memory");
    }
    writer.into_inner().expect("writing to memory")
}

fn row(reading: &Reading, event: &Event, names: &Names<'_>) -> Vec<String> {
    let about = &reading.document;
    let source = [&about.source_id, &about.path, &about.url].into_iter().flatten().next();
    let places: Vec<_> = event.places.iter().filter_map(|w| names.place(&w.place)).collect();
    let point = places.iter().find(|p| p.lat.is_some());
    let when = event.when.as_ref();
    let toll = |kind: CasualtyKind| event.casualties.iter().find(|t| t.kind == kind);
    let (killed, injured) = (toll(CasualtyKind::Killed), toll(CasualtyKind::Injured));
    let tolls = event.casualties.iter().map(|t| match &t.source {
        Some(source) => format!("{}, says {}", words::toll(t), names.source(source)),
        None => words::toll(t),
    });
    let acled = event.kind.acled.as_ref();
    let people = |role| text(names.of_role(event, role).join("; "));
    let voices = |stance| text(words::sources(event, stance, names).join("; "));
    vec![
        about.id.clone(),
        text(source.cloned().unwrap_or_default()),
        shown(about.published.as_ref().map(|p| p.date)),
        event.id.clone(),
        event.kind.plover.clone(),
        shown(event.kind.mode.as_ref()),
        shown(acled.map(|a| &a.event_type)),
        shown(acled.map(|a| &a.sub_event_type)),
        event.status.to_string(),
        shown(when.and_then(|w| w.from)),
        shown(when.and_then(|w| w.to)),
        shown(when.map(|w| w.precision)),
        shown(when.map(|w| w.inferred)),
        text(places.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join("; ")),
        text(places.iter().filter_map(|p| p.country.as_deref()).collect::<Vec<_>>().join("; ")),
        shown(point.and_then(|p| p.lat)),
        shown(point.and_then(|p| p.lon)),
        point.or(places.first()).map(|p| p.precision.to_string()).unwrap_or_default(),
        people(Role::Initiator),
        people(Role::Recipient),
        people(Role::Party),
        people(Role::Instrument),
        shown(killed.and_then(|t| t.low)),
        shown(killed.and_then(|t| t.best)),
        shown(killed.and_then(|t| t.high)),
        shown(injured.and_then(|t| t.low)),
        shown(injured.and_then(|t| t.best)),
        shown(injured.and_then(|t| t.high)),
        text(tolls.collect::<Vec<_>>().join("; ")),
        shown(event.outcome.as_ref().map(|o| o.value)),
        voices(Stance::Asserts),
        voices(Stance::Denies),
        voices(Stance::Doubts),
        shown(event.part_of.as_ref()),
        text(event.evidence.first().map(|e| e.quote.clone()).unwrap_or_default()),
        text(event.evidence.get(1).map(|e| e.quote.clone()).unwrap_or_default()),
        shown(event.confidence),
        text(event.rule.clone().unwrap_or_default()),
    ]
}

/// A value that the program made: a date, a number, a word of the contract.
fn shown(value: Option<impl ToString>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

/// Words from outside, harmless in a spreadsheet.
fn text(words: String) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{words}") } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_would_be_formulas_are_defused() {
        for (words, cell) in [("=1+2", "'=1+2"), ("@a", "'@a"), ("-3", "'-3"), ("a=b", "a=b"), ("", "")] {
            assert_eq!(text(words.into()), cell);
        }
    }

    #[test]
    fn the_header_names_each_column_once() {
        let mut columns = COLUMNS.to_vec();
        columns.sort_unstable();
        columns.dedup();
        assert_eq!(columns.len(), COLUMNS.len());
    }
}
