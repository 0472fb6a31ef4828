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
    let mut day: Option<(usize, When)> = None;
    let mut place: Option<(usize, Vec<EventPlace>)> = None;
    for draft in drafts {
        let event = &mut draft.event;
        let real = event.status.is_live() || event.status == Status::Background;
        if draft.dated && event.status.is_live() {
            day = event.when.clone().filter(|w| w.from.is_some()).map(|w| (draft.sentence, w));
        } else if !draft.dated && event.status.is_live() {
            event.when = match &day {
                Some((at, told)) if draft.sentence - at <= REACH => Some(When { inferred: true, ..told.clone() }),
                _ => when::published(context, event.status),
            };
        }
        if draft.placed && real {
            place = Some((draft.sentence, event.places.clone()));
        } else if !draft.placed && real && is_physical(event.plover) {
            event.places = match &place {
                Some((at, told)) if draft.sentence - at <= REACH => {
                    told.iter().map(|p| EventPlace { inferred: true, ..p.clone() }).collect()
                }
                _ => focus(context),
            };
        }
    }
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
