//! Where an event took place: the places that govern it in its sentence, or the narrative's place, marked as inferred.

use super::EventPlace;
use super::context::Context;
use super::governing::{Distance, distance};
use super::trigger::Trigger;
use crate::place::{Mention, Places, key};
use crate::reading::{ActorKind, PlaceKind};
use crate::syntax::{Deprel, Upos};

/// The places of a trigger that its own sentence tells, and whether they stand in its own phrase or clause.
pub(super) fn told(context: &Context<'_, '_>, trigger: &Trigger) -> (Vec<EventPlace>, bool) {
    let parsed = context.parsed;
    let sentence = parsed.sentence(trigger.head).tokens.clone();
    let mentions = &context.places.mentions;
    let first = mentions.partition_point(|m| m.tokens.end <= sentence.start);
    let mut best: Option<Distance> = None;
    let mut found: Vec<(Distance, usize)> = Vec::new();
    let mut before: Option<&Mention> = None;
    for mention in mentions[first..].iter().take_while(|m| m.tokens.start < sentence.end) {
        if !is_locative(context, trigger, mention.head) {
            continue;
        }
        // "In Gao, in northern Mali": the second only says where the first lies.
        let inner = before.replace(mention).filter(|inner| says_where(context, inner, mention));
        let Some(near) = distance(context, trigger, mention.head) else { continue };
        found.push((near, inner.unwrap_or(mention).place));
        if best.is_none_or(|b| near < b) {
            best = Some(near);
        }
    }
    let Some((nearest, _)) = best else { return (Vec::new(), false) };
    let places: Vec<usize> = found.iter().filter(|((d, _), _)| *d == nearest).map(|(_, p)| *p).collect();
    let finest = finest(context.places, &places);
    (finest.into_iter().map(|place| EventPlace { place, inferred: false }).collect(), nearest <= 1)
}

/// Whether the outer place stands right behind the inner one, and holds it.
fn says_where(context: &Context<'_, '_>, inner: &Mention, outer: &Mention) -> bool {
    /// Words between them: `, in`, `, in the`.
    const BETWEEN: u32 = 4;
    let between = inner.tokens.end..outer.tokens.start;
    let joined = |t: u32| matches!(context.parsed[t].upos, Upos::Cconj);
    if between.is_empty()
        || between.len() > BETWEEN as usize
        || context.parsed.word(between.start) != ","
        || between.clone().any(joined)
        || inner.place == outer.place
    {
        return false;
    }
    // A part of a place may hold what lies in the whole: "in Gao, in northern Mali".
    let whole = context.places.places[outer.place].anchor.as_ref();
    let whole = whole.filter(|a| a.bearing.is_none() && a.distance_km.is_none() && a.place != inner.place);
    contains(context.places, whole.map_or(outer.place, |a| a.place), inner.place)
}

/// Whether a place mention says where something is: marked by a preposition of place, or the object of an act.
fn is_locative(context: &Context<'_, '_>, trigger: &Trigger, head: u32) -> bool {
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
    // "The Kano state governor", "US troops" tell who; "Kano residents" may tell where.
    let country = context.place(head).is_some_and(|p| context.places.places[p.place].kind == PlaceKind::Country);
    let of_whom =
        parsed[first].head.filter(|_| parsed[first].deprel == Deprel::Compound).and_then(|h| context.actor(h));
    if of_whom.is_some_and(|m| country || context.actors.actors[m.actor].kind == ActorKind::Person) {
        return false;
    }
    // "The role that the country plays", "US service": a country is a setting where the event is in it or befalls it.
    let own = parsed[first].head == Some(trigger.head);
    match parsed[first].deprel {
        Deprel::Nsubj if country => return false,
        Deprel::Obj | Deprel::Compound if country && !own => return false,
        _ => {}
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
                && inner_place.admin1.as_ref().is_some_and(|inner| {
                    let outer = outer_place.admin1.as_ref().unwrap_or(&outer_place.name);
                    // "Guarico", "Guárico".
                    inner == outer || key(inner) == key(outer)
                })
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
