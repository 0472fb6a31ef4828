//! What a sentence does not tell, the narrative does: an event without its own day or place takes those of the story
//! around it, marked as inferred.

use super::EventPlace;
use super::context::Context;
use super::draft::Draft;
use super::when;
use crate::reading::{Status, When};

/// How many sentences the narrative's day and place carry.
const REACH: usize = 6;

/// Fills missing times and places.
pub(super) fn fill(context: &Context<'_, '_>, drafts: &mut [Draft]) {
    let days = told(drafts, |d| {
        let when = d.event.when.clone().filter(|w| d.dated && w.from.is_some());
        when.filter(|_| d.event.status.is_live())
    });
    let places = told(drafts, |d| {
        let real = d.event.status.is_live() || d.event.status == Status::Background;
        (d.placed && real).then(|| d.event.places.clone())
    });
    for draft in drafts {
        let event = &mut draft.event;
        let real = event.status.is_live() || event.status == Status::Background;
        if !draft.dated && event.status.is_live() {
            event.when = match latest(context, &days, draft.trigger.head) {
                Some(told) => Some(When { inferred: true, ..told.clone() }),
                None => when::published(context, event.status),
            };
        }
        if !draft.placed && real && is_physical(event.plover) {
            event.places = match latest(context, &places, draft.trigger.head) {
                Some(told) => told.iter().map(|p| EventPlace { inferred: true, ..p.clone() }).collect(),
                None => focus(context),
            };
        }
    }
}

/// What the events tell of themselves, by the last word that tells of each.
fn told<T>(drafts: &[Draft], of: impl Fn(&Draft) -> Option<T>) -> Vec<(u32, T)> {
    let mut all: Vec<_> = drafts.iter().filter_map(|d| of(d).map(|told| (d.last, told))).collect();
    all.sort_by_key(|(word, _)| *word);
    all
}

/// The last that was told before a word, if it is not too far back.
fn latest<'a, T>(context: &Context<'_, '_>, told: &'a [(u32, T)], word: u32) -> Option<&'a T> {
    let past = told.partition_point(|(at, _)| *at < word);
    let (at, last) = told[..past].last()?;
    let sentence = |token| context.parsed.sentence_index(token);
    (sentence(word) - sentence(*at) <= REACH).then_some(last)
}

/// Acts that happen somewhere; words ("accuse", "demand") are not looked for on a map.
fn is_physical(plover: &str) -> bool {
    matches!(plover, "ASSAULT" | "PROTEST" | "COERCE" | "MOBILIZE" | "RETREAT")
}

/// The country that the document is about, where it names it.
fn focus(context: &Context<'_, '_>) -> Vec<EventPlace> {
    let Some(country) = context.places.focus else { return Vec::new() };
    let named = context
        .places
        .places
        .iter()
        .position(|p| p.kind == crate::reading::PlaceKind::Country && p.country == Some(country));
    named.map(|place| EventPlace { place, inferred: true }).into_iter().collect()
}
