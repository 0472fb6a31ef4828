//! An incident in one line: "Gunmen attacked Koro".

use dateline::incident::Incident;
use dateline::lexicon::titles::Titles;
use dateline::reading::{Precision, Status};
use dateline_tables::Outline;

/// The line. It says who, what and to whom as the accounts have it; where nobody is named, where it was. What was done is
/// said in the lexicon's words.
pub(crate) fn title(incident: &Incident, outline: &Outline, titles: &Titles) -> String {
    let plover = incident.plover.as_deref().unwrap_or_default();
    let words = titles.get(plover, incident.mode.as_deref());
    let (act, to, passive, noun) =
        words.map_or(("acted", "on", "acted on", "event"), |w| (&*w.act, &*w.to, &*w.passive, &*w.noun));
    let first = outline.initiators.first().map(|p| capital(&p.name));
    let second = outline.recipients.first().map(|p| p.name.clone());
    let within = if outline.precision == Precision::Near { "near" } else { "in" };
    let at = outline.place.as_deref().map(|place| format!(" {within} {place}")).unwrap_or_default();
    let line = match (first, second) {
        (Some(first), Some(second)) if to.is_empty() => format!("{first} {act} {second}{at}"),
        (Some(first), Some(second)) => format!("{first} {act} {to} {second}{at}"),
        (Some(first), None) => match &outline.place {
            // What is done to people is done to towns too.
            Some(place) if to.is_empty() && within == "in" && plover == "ASSAULT" => format!("{first} {act} {place}"),
            _ => format!("{first} {act}{at}"),
        },
        (None, Some(second)) => format!("{} {passive}{at}", capital(&second)),
        (None, None) => format!("{}{at}", capital(noun)),
    };
    match incident.status {
        Some(Status::Happened | Status::Ongoing) | None => line,
        Some(status) => format!("{line} ({status})"),
    }
}

/// With a capital at its head.
fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
