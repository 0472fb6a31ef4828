//! A report as readers see it: words and reading without the names of private persons and victims.

use dateline::Lexicon;
use dateline::incident::{Incident, Spread};
use dateline::reading::Reading;
use dateline_record::{RecordedIncident, Stored};
use dateline_tables::{Redaction, Seen};
use serde_json::Value;

use crate::text::Characters;

/// A report without such names. Spans count the characters of the new words.
pub(crate) fn report(stored: &Stored, lexicon: &Lexicon) -> Stored {
    let redaction = Redaction::new(&stored.document.text, &stored.reading, lexicon);
    let moved = Moved::new(&stored.document.text, &redaction);
    let mut new = stored.clone();
    new.document.text.clone_from(&moved.text);
    new.document.title = stored.document.title.as_deref().map(|title| redaction.words(title));
    new.document.url = stored.document.url.as_deref().and_then(|url| redaction.address(url));
    // Sources make ids and files' names of what they like, names among it.
    new.document.source_id = None;
    new.document.path = None;
    let mut value = serde_json::to_value(&stored.reading).unwrap_or_default();
    let characters = Characters::new(&moved.text);
    walk(&mut value, &|start, end| moved.of(start, end), &characters, &redaction);
    // What was a reading still is: only words and numbers are others.
    if let Ok(reading) = serde_json::from_value::<Reading>(value) {
        new.reading = reading;
    }
    let known = |name: &Option<String>| name.as_deref().map(|name| redaction.known(name));
    for place in &mut new.reading.places {
        place.name = redaction.place(&place.name, place.gazetteer.as_deref());
    }
    for (actor, own) in new.reading.actors.iter_mut().zip(&stored.reading.actors) {
        actor.name = redaction.actor(own);
        actor.office = own.office.as_deref().map(|office| redaction.words(office));
    }
    new.document.publisher = known(&stored.document.publisher);
    let about = &mut new.reading.document;
    about.publisher = known(&about.publisher);
    about.url.clone_from(&new.document.url);
    about.source_id = None;
    about.path = None;
    new
}

/// What merging made of reports, with names as readers know them.
pub(crate) fn incident(recorded: &RecordedIncident, lexicon: &Lexicon) -> Incident {
    let mut incident = recorded.incident.clone();
    // Reasons quote the reports.
    incident.joins.clear();
    let name = |report: &str, name: &str| {
        let account = recorded.accounts.iter().find(|account| account.report.id == report);
        account.map_or_else(String::new, |account| {
            let Stored { document, reading, .. } = &*account.report;
            let redaction = Redaction::new(&document.text, reading, lexicon);
            let actor = reading.actors.iter().find(|actor| actor.name == name);
            actor.map_or_else(|| redaction.words(name), |actor| redaction.actor(actor))
        })
    };
    let each = |spreads: &mut Vec<Spread<String>>| {
        for spread in spreads {
            spread.value = name(spread.said_by.first().map_or("", String::as_str), &spread.value);
        }
    };
    each(&mut incident.initiators);
    each(&mut incident.recipients);
    let seen = Seen::new(recorded, lexicon);
    for spread in &mut incident.places {
        spread.value = seen.place(&spread.value);
    }
    for figure in incident.casualties.iter_mut().flat_map(|toll| &mut toll.figures) {
        figure.says = figure.says.as_deref().map(|says| name(&figure.source_id, says));
    }
    for member in &mut incident.members {
        // Its place in the original words is told by the account.
        member.span = None;
    }
    incident
}

/// Walks through a reading: spans are moved and their words cut anew, words that are no spans are masked.
fn walk(value: &mut Value, moved: &dyn Fn(u32, u32) -> (u32, u32), text: &Characters<'_>, redaction: &Redaction<'_>) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(|one| walk(one, moved, text, redaction)),
        Value::Object(fields) => {
            let number = |name: &str| fields.get(name).and_then(Value::as_u64).map(|n| n as u32);
            if let (Some(start), Some(end)) = (number("start"), number("end")) {
                let (start, end) = moved(start, end);
                fields.insert("start".into(), start.into());
                fields.insert("end".into(), end.into());
                if fields.contains_key("quote") {
                    fields.insert("quote".into(), text.slice(start, end).into());
                }
            }
            for (name, value) in fields.iter_mut() {
                match value {
                    // Spans were cut, addresses and names of actors are set afterwards.
                    Value::String(words) if matches!(name.as_str(), "title" | "raw" | "victims" | "time") => {
                        *words = redaction.words(words);
                    }
                    _ => walk(value, moved, text, redaction),
                }
            }
        }
        _ => {}
    }
}

/// A text without names, and where its characters went.
struct Moved {
    text: String,
    /// Each name: where it was, and where what stands for it is.
    names: Vec<(u32, u32, u32, u32)>,
}

impl Moved {
    fn new(text: &str, redaction: &Redaction<'_>) -> Self {
        let length = |words: &str| words.chars().count() as u32;
        let (mut out, mut names) = (String::with_capacity(text.len()), Vec::new());
        let (mut at, mut old, mut new) = (0, 0, 0);
        for range in redaction.names(text) {
            let kept = length(&text[at..range.start]);
            (old, new) = (old + kept, new + kept);
            out.push_str(&text[at..range.start]);
            out.push_str(Redaction::NAME);
            let (was, is) = (length(&text[range.clone()]), length(Redaction::NAME));
            names.push((old, old + was, new, new + is));
            (old, new) = (old + was, new + is);
            at = range.end;
        }
        out.push_str(&text[at..]);
        Self { text: out, names }
    }

    /// Where a span went. One that begins or ends within a name has all that stands for it.
    fn of(&self, start: u32, end: u32) -> (u32, u32) {
        (self.at(start, true), self.at(end, false).max(self.at(start, true)))
    }

    fn at(&self, at: u32, begins: bool) -> u32 {
        let before = self.names.partition_point(|(was, ..)| if begins { *was <= at } else { *was < at });
        let Some((_, was_end, is, is_end)) = before.checked_sub(1).map(|last| self.names[last]) else { return at };
        match (at < was_end || !begins && at == was_end, begins) {
            (true, true) => is,
            (true, false) => is_end,
            _ => at - was_end + is_end,
        }
    }
}
