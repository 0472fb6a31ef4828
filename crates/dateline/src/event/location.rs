//! Where an event took place: the places that govern it in its sentence, or the narrative's place, marked as inferred.

use super::EventPlace;
use super::context::Context;
use super::governing::{Distance, distance};
use super::trigger::Trigger;
use crate::place::Places;
use crate::reading::PlaceKind;
use crate::syntax::Deprel;

/// The places of a trigger that its own sentence tells, and whether they stand in its own phrase or clause.
pub(super) fn told(context: &Context<'_, '_>, trigger: &Trigger) -> (Vec<EventPlace>, bool) {
    let parsed = context.parsed;
    let sentence = parsed.sentence(trigger.head).tokens.clone();
    let mentions = &context.places.mentions;
    let first = mentions.partition_point(|m| m.tokens.end <= sentence.start);
    let mut best: Option<Distance> = None;
    let mut found: Vec<(Distance, u32, usize)> = Vec::new();
    for mention in mentions[first..].iter().take_while(|m| m.tokens.start < sentence.end) {
        if !is_locative(context, mention.head) {
            continue;
        }
        let Some(near) = distance(context, trigger, mention.head) else { continue };
        found.push((near, mention.head, mention.place));
        if best.is_none_or(|b| near < b) {
            best = Some(near);
        }
    }
    let Some((nearest, _)) = best else { return (Vec::new(), false) };
    let places: Vec<usize> = found.iter().filter(|((d, _), ..)| *d == nearest).map(|(.., p)| *p).collect();
    let finest = finest(context.places, &places);
    (finest.into_iter().map(|place| EventPlace { place, inferred: false }).collect(), nearest <= 1)
}

/// Whether a place mention says where something is: marked by a preposition of place, or the object of an act.
fn is_locative(context: &Context<'_, '_>, head: u32) -> bool {
    let parsed = context.parsed;
    // The first of a coordinated series bears the preposition of all.
    let mut first = head;
    while parsed[first].deprel == Deprel::Conj && parsed[first].head.is_some_and(|h| context.place(h).is_some()) {
        first = parsed[first].head.unwrap_or(first);
    }
    let mut marked = false;
    for case in parsed.cases(first) {
        match &*context.lemma(case) {
            "in" | "at" | "near" | "on" | "outside" | "inside" | "around" | "across" | "throughout" | "south"
            | "north" | "east" | "west" | "of" | "within" | "between" | "along" | "off" | "through" | "over"
            | "into" | "beside" | "towards" | "toward" | "against" | "from" | "to" => marked = true,
            "than" | "like" | "by" | "with" | "for" | "as" => return false,
            _ => {}
        }
    }
    // "the foreign minister of Rwanda" tells who, not where.
    let owner = parsed[first].head.is_some_and(|h| parsed[first].deprel == Deprel::Nmod && context.actor(h).is_some());
    if owner && parsed.has_case(first, "of") {
        return false;
    }
    let actor = context.actor(head).is_some();
    match parsed[first].deprel {
        Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj => {
            // "Bamako was attacked" tells where; "Israel attacked" does not.
            !actor
        }
        Deprel::Obl | Deprel::OblUnmarked | Deprel::Nmod | Deprel::NmodUnmarked | Deprel::Appos | Deprel::Advmod => {
            marked || !actor
        }
        Deprel::Compound | Deprel::NmodPoss | Deprel::Amod => !actor && parsed[first].deprel == Deprel::Compound,
        _ => true,
    }
}

/// The places that no other of the list lies in: "Sévaré, Mali" is Sévaré.
pub(super) fn finest(places: &Places, list: &[usize]) -> Vec<usize> {
    let mut finest: Vec<usize> = Vec::new();
    for place in list {
        let holds_another = list.iter().any(|other| other != place && contains(places, *place, *other));
        if !holds_another && !finest.contains(place) {
            finest.push(*place);
        }
    }
    finest
}

/// Whether one place holds another, as far as their codes tell.
pub(super) fn contains(places: &Places, outer: usize, inner: usize) -> bool {
    let (outer_place, inner_place) = (&places.places[outer], &places.places[inner]);
    if inner_place.anchor.as_ref().is_some_and(|a| a.place == outer) {
        return true;
    }
    let same_country = outer_place.country.is_some() && outer_place.country == inner_place.country;
    match outer_place.kind {
        PlaceKind::Country => same_country && inner_place.kind != PlaceKind::Country,
        PlaceKind::Admin1 => {
            same_country
                && !matches!(inner_place.kind, PlaceKind::Country | PlaceKind::Admin1)
                && inner_place.admin1.is_some()
                && inner_place.admin1 == outer_place.admin1.clone().or_else(|| Some(outer_place.name.clone()))
        }
        PlaceKind::Region => matches!(inner_place.kind, PlaceKind::City | PlaceKind::Facility),
        PlaceKind::Area => {
            same_country
                && matches!(inner_place.kind, PlaceKind::City | PlaceKind::Facility)
                && outer_place.anchor.is_none()
        }
        PlaceKind::City => inner_place.kind == PlaceKind::Facility,
        _ => false,
    }
}

/// Whether two sets of places can be one event's: equal, or one inside the other.
pub(super) fn compatible(places: &Places, a: &[EventPlace], b: &[EventPlace]) -> bool {
    if a.is_empty() || b.is_empty() {
        return true;
    }
    a.iter().any(|x| {
        b.iter().any(|y| x.place == y.place || contains(places, x.place, y.place) || contains(places, y.place, x.place))
    })
}
