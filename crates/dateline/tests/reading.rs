//! Literate reading tests: `tests/reading/*.md` hold news sentences and what must be read from them.
//!
//! A case is a quoted paragraph and, under it, a fenced block of kind `reading`, whose lines are what [`render`] makes of
//! the reading. Only the kinds of line that a block holds are compared (`event`, `time`, `place`, `actor`, `claim`, `link`,
//! `relation`, `outlook`), so that a case says one thing; `event none` says that there is none. The block's `published=`
//! is the day on which the text came out. `UPDATE_READING=1 cargo test` writes what was read into the files, for a person
//! to look at before committing.

use std::fmt::Write;

use dateline::reading::{Event, Reading, Role};
use dateline::{Basis, Document, Lexicon, Published, Reader};

mod literate;

const KINDS: [&str; 8] = ["event", "time", "place", "actor", "claim", "link", "relation", "outlook"];

/// Every line that a reading gives, by kind.
fn render(reading: &Reading) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    for time in &reading.times {
        lines.push(("time", format!("{} = {}", time.span.quote, time.value)));
    }
    for place in &reading.places {
        let country = place.country.as_deref().unwrap_or("-");
        let mut line = format!("{} [{}, {country}, {}]", place.name, place.kind, place.precision);
        if let Some(anchor) = &place.anchor {
            let of = reading.places.iter().find(|p| p.id == anchor.place).map_or("?", |p| p.name.as_str());
            let bearing = anchor.bearing.map_or(String::new(), |b| format!(" {b:?}"));
            let distance = anchor.distance_km.map_or(String::new(), |d| format!(" {d} km"));
            write!(line, " from {of}{bearing}{distance}").unwrap();
        }
        lines.push(("place", line));
    }
    for actor in &reading.actors {
        let country = actor.country.as_deref().unwrap_or("-");
        let mentions: Vec<_> = actor.mentions.iter().map(|m| m.quote.as_str()).collect();
        let office = actor.office.as_ref().map_or(String::new(), |o| format!("; {o}"));
        let of = actor.affiliation.as_deref().map_or(String::new(), |id| format!("; of {}", who(reading, Some(id))));
        let said = mentions.join(" | ");
        lines.push(("actor", format!("{} [{}, {country}{office}{of}]: {said}", actor.name, actor.kind)));
    }
    lines.extend(reading.events.iter().map(|event| ("event", render_event(reading, event))));
    for claim in &reading.claims {
        let source = who(reading, claim.source.as_deref());
        let content = claim.content.as_ref().map_or("", |c| c.quote.as_str());
        let direct = if claim.direct { " (quoted)" } else { "" };
        lines.push(("claim", format!("{} {source}: {content}{direct}", claim.kind)));
    }
    for link in &reading.links {
        let words = |id: &str| {
            let claim = reading.claims.iter().find(|c| c.id == id);
            claim.and_then(|c| c.content.as_ref()).map_or("?", |c| c.quote.as_str()).to_owned()
        };
        lines.push(("link", format!("\"{}\" {} \"{}\"", words(&link.from), link.kind, words(&link.to))));
    }
    for relation in &reading.relations {
        let subject = who(reading, Some(&relation.subject));
        let place = reading.places.iter().find(|p| p.id == relation.object).map(|p| p.name.clone());
        let object = place.unwrap_or_else(|| who(reading, Some(&relation.object)));
        lines.push(("relation", format!("{subject} {} {object} ({})", relation.kind, relation.tense)));
    }
    for outlook in &reading.outlook {
        let words = outlook.evidence.as_ref().map_or("", |e| e.quote.as_str());
        let speaker = who(reading, outlook.speaker.as_deref());
        lines.push(("outlook", format!("{} {} {speaker}: {words}", outlook.modality, outlook.polarity)));
    }
    lines
}

fn render_event(reading: &Reading, event: &Event) -> String {
    let mut line = event.kind.plover.clone();
    if let Some(mode) = &event.kind.mode {
        write!(line, "/{mode}").unwrap();
    }
    write!(line, " {} \"{}\"", event.status, event.evidence[0].quote).unwrap();
    let roles =
        [(" by", Role::Initiator), (" to", Role::Recipient), (" between", Role::Party), (" with", Role::Instrument)];
    for (label, role) in roles {
        let own = event.participants.iter().filter(|p| p.role == role);
        let names: Vec<&str> = own.filter_map(|p| p.span.as_ref()).map(|quote| quote.quote.as_str()).collect();
        if !names.is_empty() {
            write!(line, "{label} {}", names.join(" & ")).unwrap();
        }
    }
    let told = event.places.iter().filter(|w| !w.inferred);
    let places: Vec<_> =
        told.filter_map(|w| reading.places.iter().find(|p| p.id == w.place)).map(|p| p.name.as_str()).collect();
    if !places.is_empty() {
        write!(line, " @ {}", places.join(" & ")).unwrap();
    }
    if let Some(when) = event.when.as_ref().filter(|w| !w.inferred) {
        match (when.from, when.to) {
            (Some(from), Some(to)) if from == to => write!(line, " on {from}").unwrap(),
            (from, to) => {
                let day = |d: Option<jiff::civil::Date>| d.map_or("..".to_owned(), |d| d.to_string());
                write!(line, " in {}/{}", day(from), day(to)).unwrap();
            }
        }
    }
    for toll in &event.casualties {
        let number = match (toll.low, toll.best, toll.high) {
            (_, Some(best), Some(high)) if best == high => best.to_string(),
            (_, Some(best), _) => format!("{best}+"),
            (Some(low), None, _) => format!("{low} or more"),
            _ => "?".into(),
        };
        write!(line, "; {} {number}", toll.kind).unwrap();
    }
    if let Some(outcome) = &event.outcome {
        write!(line, "; {}", outcome.value).unwrap();
    }
    line
}

fn who(reading: &Reading, id: Option<&str>) -> String {
    let Some(id) = id else { return "somebody".into() };
    reading.actors.iter().find(|a| a.id == id).map_or_else(|| id.to_owned(), |a| a.name.clone())
}

/// Reads one case and gives back its block as it should stand.
fn check(reader: &Reader, text: &str, info: &str, expected: &[&str]) -> Vec<String> {
    let mut document = Document::new(text);
    let published = info.split_whitespace().find_map(|word| word.strip_prefix("published="));
    document.published = published.map(|date| Published { date: date.parse().expect("a date"), basis: Basis::Given });
    let kinds: Vec<_> = KINDS.iter().filter(|k| expected.iter().any(|l| l.split(' ').next() == Some(k))).collect();
    let lines = render(&reader.read(&document));
    let mut out = Vec::new();
    for kind in kinds {
        let before = out.len();
        out.extend(lines.iter().filter(|(k, _)| k == kind).map(|(k, line)| format!("{k} {line}")));
        if out.len() == before {
            out.push(format!("{kind} none"));
        }
    }
    out
}

#[test]
fn every_case_is_read_as_written() {
    let reader = Reader::new(Lexicon::built_in());
    literate::every_case("reading", |text, info, expected| {
        let mut sorted = expected.to_vec();
        sorted.sort_by_key(|l| KINDS.iter().position(|k| l.split(' ').next() == Some(k)));
        (check(&reader, text, info, expected), sorted)
    });
}
