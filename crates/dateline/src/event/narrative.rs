//! What a sentence does not tell, the narrative does: an event without its own day or place takes those of the story
//! around it, marked as inferred.

use super::EventPlace;
use super::context::Context;
use super::draft::Draft;
use super::when;
use crate::reading::{Role, When};

/// How many sentences the narrative's day and place carry.
const REACH: usize = 6;

/// Fills missing times and places.
pub(super) fn fill(context: &Context<'_, '_>, drafts: &mut [Draft]) {
    let days = told(drafts, |d| {
        let when = d.event.when.clone().filter(|w| d.dated && w.from.is_some());
        when.filter(|_| d.event.status.is_live())
    });
    let mut places = told(drafts, |d| {
        let real = d.event.status.is_real();
        // Blood is not shed where the talks were held.
        (d.placed && real && is_physical(d.event.plover)).then(|| d.event.places.clone())
    });
    // The story stays where it began, too, if an event is told of again at its end.
    let again =
        |d: &&Draft| d.placed && d.event.status.is_live() && d.last != d.trigger.head && is_physical(d.event.plover);
    places.extend(drafts.iter().filter(again).map(|d| (d.trigger.head, d.event.places.clone())));
    places.sort_by_key(|(word, _)| *word);
    let talks: Vec<Talks> = drafts.iter().filter_map(Talks::of).collect();
    for draft in drafts {
        if !draft.placed && draft.event.status.is_live() && !is_physical(draft.event.plover) {
            let of = talks.iter().rev().find(|t| t.held(context, draft));
            if let Some(talks) = of {
                draft.event.places = talks.places.iter().map(|p| EventPlace { inferred: true, ..p.clone() }).collect();
            }
        }
        let event = &mut draft.event;
        let real = event.status.is_real();
        if !draft.dated && event.status.is_live() {
            let time = event.when.take().and_then(|own| own.time);
            let day = latest(context, &days, draft.trigger.head).cloned();
            let day = day.or_else(|| when::published(context, event.status));
            event.when = day.map(|day| When { inferred: true, time, ..day });
        }
        if !draft.placed && real && is_physical(event.plover) {
            let told = latest(context, &places, draft.trigger.head);
            event.places = match told.or_else(|| next(context, &places, draft.trigger.head)) {
                Some(told) => told.iter().map(|p| EventPlace { inferred: true, ..p.clone() }).collect(),
                None => focus(context),
            };
        }
    }
}

/// Talks of which the place is told: what their parties agree on and thank each other for soon after is said there.
struct Talks {
    word: u32,
    actors: Vec<usize>,
    places: Vec<EventPlace>,
}

impl Talks {
    fn of(draft: &Draft) -> Option<Self> {
        let actors = parties(draft);
        let met = draft.event.plover == "CONSULT" && draft.event.status.is_live() && draft.placed;
        (met && actors.len() > 1).then(|| Self { word: draft.trigger.head, actors, places: draft.event.places.clone() })
    }

    /// Whether an act of words was done in these talks.
    fn held(&self, context: &Context<'_, '_>, act: &Draft) -> bool {
        let sentence = |token| context.parsed.sentence_index(token);
        let actors = parties(act);
        let word = act.trigger.head;
        word > self.word
            && sentence(word) - sentence(self.word) <= REACH
            && actors.len() > 1
            && actors.iter().all(|a| self.actors.contains(a))
    }
}

/// The actors who take part, each once.
fn parties(draft: &Draft) -> Vec<usize> {
    let mut actors: Vec<usize> =
        [Role::Initiator, Role::Recipient, Role::Party].into_iter().flat_map(|role| draft.actors(role)).collect();
    actors.sort_unstable();
    actors.dedup();
    actors
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

/// What is told next after a word of the report's beginning: a lead says what happened, and what follows says where.
fn next<'a>(context: &Context<'_, '_>, told: &'a [(u32, Vec<EventPlace>)], word: u32) -> Option<&'a Vec<EventPlace>> {
    /// Sentences of a headline and a lead.
    const LEAD: usize = 3;
    let sentence = |token| context.parsed.sentence_index(token);
    let (at, places) = told.get(told.partition_point(|(at, _)| *at <= word))?;
    let country = |p: &EventPlace| context.places.places[p.place].country;
    let at_home = places.iter().all(|p| context.places.focus.is_some() && country(p) == context.places.focus);
    (sentence(word) < LEAD && sentence(*at) - sentence(word) <= REACH && at_home).then_some(places)
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
