//! An event's place in the ontologies: PLOVER's contexts, CAMEO's code, ACLED's sub-event type.

use super::Event;
use super::context::Context;
use crate::actor::Actor;
use crate::lexicon::frames::Frame;
use crate::reading::{ActorKind, Role};

/// Fills what follows from the type, the mode and the participants.
pub(super) fn fill(context: &Context<'_, '_>, event: &mut Event, frame: &Frame) {
    let ontology = &context.lexicon.ontology;
    let mode = event.mode.as_deref();
    let nearest = || Some(ontology.plover(event.plover, mode)?.cameo.clone());
    event.cameo = frame.cameo.as_deref().map(str::to_owned).or_else(nearest);
    let decided = frame.acled.is_some();
    let by = |kind: ActorKind| side(context, event, &[Role::Initiator, Role::Party]).any(|a| a.kind == kind);
    let outcome = event.outcome.map(|(value, _)| value);
    let sub = frame.acled.as_deref().or_else(|| ontology.crossed(event.plover, mode, outcome, by));
    let sub = sub.map(|sub| refine(context, event, sub, decided));
    event.acled = sub.and_then(|sub| ontology.acled(sub)).cloned();
    let violent = event.plover == "ASSAULT" || event.plover == "MOBILIZE";
    if violent && !event.contexts.iter().any(|c| c == "military") && armed_side(context, event) {
        event.contexts.push("military".into());
    }
}

fn side<'a>(context: &Context<'a, '_>, event: &'a Event, roles: &'a [Role]) -> impl Iterator<Item = &'a Actor> {
    let actors = &context.actors.actors;
    event.participants.iter().filter(|p| roles.contains(&p.role)).filter_map(|p| p.actor).map(|a| &actors[a])
}

fn armed_side(context: &Context<'_, '_>, event: &Event) -> bool {
    side(context, event, &[Role::Initiator, Role::Recipient, Role::Party]).any(|a| is_armed(a.kind))
}

/// Types of what is said, agreed and given rather than done by force. PLOVER codes none of them without an actor.
pub(super) fn is_verbal(plover: &str) -> bool {
    !matches!(plover, "ASSAULT" | "COERCE" | "PROTEST" | "RETREAT" | "MOBILIZE" | "SANCTION")
}

/// Whether actors of a kind bear arms.
pub(super) fn is_armed(kind: ActorKind) -> bool {
    use ActorKind::{Criminals, Militia, PrivateMilitary, Rebels, StateForces};
    matches!(kind, StateForces | Rebels | Militia | PrivateMilitary | Criminals)
}

/// Whether those of a sector bear arms, by PLOVER's code.
pub(super) fn is_armed_sector(sector: &str) -> bool {
    matches!(sector, "MIL" | "COP" | "REB" | "PRM" | "UAF" | "SPY")
}

/// Whether one of those it is done to is a soldier, a policeman, a fighter or of a gang, though as a person he is no armed body.
fn soldiers(context: &Context<'_, '_>, event: &Event) -> bool {
    let armed = |sector: &str| is_armed_sector(sector) || sector == "CRM";
    side(context, event, &[Role::Recipient])
        .any(|a| a.kind == ActorKind::Person && a.sector.as_deref().is_some_and(armed))
}

/// What ACLED calls an armed clash only where two armed sides meet: force against the unarmed is an attack, and force by
/// the unarmed is a mob's.
fn refine<'s>(context: &Context<'_, '_>, event: &Event, sub: &'s str, decided: bool) -> &'s str {
    if sub != "Armed clash" && sub != "Attack" {
        return sub;
    }
    let unarmed = |a: &Actor| {
        let loose = matches!(a.kind, ActorKind::Civilians | ActorKind::Protesters | ActorKind::Political);
        loose || (a.kind == ActorKind::Group && a.sector.as_deref().is_none_or(|s| s == "CVL"))
    };
    let crowd = |roles: &[Role]| {
        let mut side = side(context, event, roles).peekable();
        side.peek().is_some() && side.all(unarmed)
    };
    // Rioters fight with what is at hand; who comes with guns and bombs is an armed group, if an unknown one.
    let arms = matches!(event.mode.as_deref(), Some("firearms" | "explosives" | "heavy-weapons" | "aerial" | "drone"));
    if !arms && (crowd(&[Role::Initiator]) || crowd(&[Role::Party])) {
        return "Mob violence";
    }
    if event.participants.iter().any(|p| p.role == Role::Party) {
        return sub;
    }
    let mut armed = soldiers(context, event);
    for victim in side(context, event, &[Role::Recipient]) {
        armed |= is_armed(victim.kind) || victim.kind == ActorKind::State;
    }
    if armed {
        return "Armed clash";
    }
    // A base, a checkpoint, a position is the other army's.
    let military = event.participants.iter().filter(|p| p.role == Role::Recipient).filter_map(|p| p.span).any(|span| {
        let words = span.of(context.parsed.text).to_lowercase();
        words
            .split(|c: char| !c.is_alphanumeric())
            .any(|w| context.lexicon.frames.is_of_class("military_site", w.trim_end_matches('s')))
    });
    // Words that mean fighting ("fighting broke out") are no attack unless they tell of people who do not fight.
    let people = event.participants.iter().any(|p| p.role == Role::Recipient && p.actor.is_some());
    if decided {
        return if people { "Attack" } else { sub };
    }
    let told = event.participants.iter().any(|p| p.role == Role::Recipient)
        || !event.casualties.is_empty()
        || (event.participants.iter().any(|p| p.role == Role::Initiator) && !event.places.is_empty());
    if told && !military { "Attack" } else { sub }
}
