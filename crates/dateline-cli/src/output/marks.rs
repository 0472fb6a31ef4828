//! An event's clause with its words marked by the part they play.

use anstyle::Style;
use dateline::reading::{Event, Quote, Reading, Role};

use super::{Look, STRONG, TOLL, WHEN, WHERE, WHO, clean};

/// Words of the clause and what they are to the event.
struct Mark<'a> {
    words: &'a Quote,
    label: &'static str,
    style: Style,
}

/// The clause of an event, with brackets around the words that fill its fields: `[who: Gunmen] [act: attacked] ...`.
/// What lies outside the clause stands after it.
pub(crate) fn marked(event: &Event, reading: &Reading, look: Look) -> String {
    let Some(clause) = event.evidence.get(1).or_else(|| event.evidence.first()) else {
        return String::new();
    };
    let (mut inside, mut outside): (Vec<Mark<'_>>, Vec<Mark<'_>>) = marks(event, reading, clause)
        .into_iter()
        .partition(|m| clause.start <= m.words.start && m.words.end <= clause.end);
    keep_disjoint(&mut inside);
    outside.sort_by_key(|m| m.words.start);

    let mut out = String::new();
    let mut letters = clause.quote.chars();
    let mut take = |count: u32| letters.by_ref().take(count as usize).collect::<String>();
    let mut at = clause.start;
    for mark in &inside {
        out.push_str(&take(mark.words.start - at));
        out.push_str(&bracketed(mark, &take(mark.words.end - mark.words.start), look));
        at = mark.words.end;
    }
    out.push_str(&take(clause.end.saturating_sub(at)));
    for mark in &outside {
        out.push_str(" … ");
        out.push_str(&bracketed(mark, &mark.words.quote, look));
    }
    out
}

fn bracketed(mark: &Mark<'_>, words: &str, look: Look) -> String {
    format!("[{}: {}]", mark.label, look.paint(mark.style, &clean(words)))
}

/// Every mark of an event, the surest first.
fn marks<'a>(event: &'a Event, reading: &'a Reading, clause: &Quote) -> Vec<Mark<'a>> {
    let near = |quote: &&Quote| clause.start <= quote.start && quote.end <= clause.end;
    let mut marks = Vec::new();
    marks.extend(event.evidence.first().map(|words| Mark { words, label: "act", style: STRONG }));
    for participant in &event.participants {
        let label = match participant.role {
            Role::Initiator => "who",
            Role::Recipient => "whom",
            Role::Instrument => "with",
            Role::Party => "party",
        };
        marks.extend(participant.span.as_ref().map(|words| Mark { words, label, style: WHO }));
    }
    marks.extend(event.casualties.iter().filter_map(|t| t.span.as_ref()).map(|words| Mark {
        words,
        label: "toll",
        style: TOLL,
    }));
    for place in &event.places {
        let mentions = reading.places.iter().find(|p| p.id == place.place).map(|p| p.mentions.iter());
        let nearest = mentions.and_then(|mut m| m.find(near));
        marks.extend(nearest.map(|words| Mark { words, label: "where", style: WHERE }));
    }
    if let Some(when) = &event.when {
        let same = reading.times.iter().filter(|t| t.from.is_some() && t.from == when.from && t.to == when.to);
        let nearest = same.map(|t| &t.span).find(near);
        marks.extend(nearest.map(|words| Mark { words, label: "when", style: WHEN }));
    }
    let outcome = event.outcome.as_ref().and_then(|o| o.span.as_ref());
    marks.extend(outcome.map(|words| Mark { words, label: "outcome", style: STRONG }));
    marks
}

/// Leaves out what overlaps an earlier mark, and sorts the rest by where it stands.
fn keep_disjoint(marks: &mut Vec<Mark<'_>>) {
    let mut kept: Vec<(u32, u32)> = Vec::new();
    marks.retain(|mark| {
        let free = kept.iter().all(|(start, end)| mark.words.end <= *start || *end <= mark.words.start);
        if free {
            kept.push((mark.words.start, mark.words.end));
        }
        free
    });
    marks.sort_by_key(|m| m.words.start);
}
