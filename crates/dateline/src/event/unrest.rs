//! What became of a protest: ACLED calls it violent where the demonstrators are, and tells apart one that others step in
//! against, and one that they use excessive force against (codebook 2023-2024, "Protests", "Riots").

use super::Event;
use super::context::Context;
use crate::reading::{ActorKind, CasualtyKind, Role};

/// How many sentences on, and how many events either way, what became of a protest is told.
const SENTENCES: usize = 3;
const EVENTS: usize = 8;

/// Settles the sub-type of peaceful protests by what is told around them.
pub(super) fn settle(context: &Context<'_, '_>, events: &mut [Event]) {
    for at in 0..events.len() {
        let protest = &events[at];
        if protest.plover != "PROTEST" || sub(protest) != Some("Peaceful protest") || !protest.status.is_live() {
            continue;
        }
        let sentence = context.parsed.sentence_index(protest.head);
        let around = at.saturating_sub(EVENTS)..(at + EVENTS + 1).min(events.len());
        let mut found = None;
        for other in around.filter(|i| *i != at) {
            let told = context.parsed.sentence_index(events[other].head);
            if told < sentence || told > sentence + SENTENCES || !events[other].status.is_live() {
                continue;
            }
            found = found.max(outcome(context, protest, &events[other], told == sentence));
        }
        if let Some(sub) = found {
            events[at].acled = context.lexicon.ontology.acled(sub.name()).cloned();
        }
    }
}

/// What another event makes of a protest, the gravest last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Intervention,
    ExcessiveForce,
    Violence,
}

impl Turn {
    fn name(self) -> &'static str {
        match self {
            Self::Intervention => "Protest with intervention",
            Self::ExcessiveForce => "Excessive force against protesters",
            Self::Violence => "Violent demonstration",
        }
    }
}

fn sub(event: &Event) -> Option<&str> {
    event.acled.as_ref().map(|a| a.sub_event_type.as_str())
}

fn actors(event: &Event, role: Role) -> impl Iterator<Item = usize> + '_ {
    event.participants.iter().filter(move |p| p.role == role).filter_map(|p| p.actor)
}

fn outcome(context: &Context<'_, '_>, protest: &Event, other: &Event, same_sentence: bool) -> Option<Turn> {
    let kind = |a: usize| context.actors.actors[a].kind;
    let by_guards = actors(other, Role::Initiator).any(|a| {
        kind(a) == ActorKind::StateForces
            || context.actors.actors[a].sector.as_deref().is_some_and(|s| matches!(s, "COP" | "MIL"))
    });
    let nobody = actors(other, Role::Initiator).next().is_none();
    let protesters: Vec<_> = actors(protest, Role::Initiator).collect();
    let at_protesters = actors(other, Role::Recipient)
        .any(|a| protesters.contains(&a) || matches!(kind(a), ActorKind::Protesters | ActorKind::Civilians));
    let by_protesters =
        actors(other, Role::Initiator).any(|a| protesters.contains(&a) || kind(a) == ActorKind::Protesters);
    match (other.plover, other.mode.as_deref()) {
        ("ASSAULT", Some("crowd-control")) if by_guards || nobody => Some(Turn::Intervention),
        ("PROTEST", _) if sub(other) == Some("Protest with intervention") => Some(Turn::Intervention),
        ("ASSAULT", mode) if by_guards && (at_protesters || same_sentence) => {
            let killed = other.casualties.iter().any(|t| t.kind == CasualtyKind::Killed && t.best != Some(0));
            Some(if killed || mode == Some("firearms") { Turn::ExcessiveForce } else { Turn::Intervention })
        }
        ("COERCE", Some("arrest")) if at_protesters && (by_guards || nobody) => Some(Turn::Intervention),
        ("PROTEST", Some("riot" | "vandalize")) if same_sentence && (by_protesters || nobody) => Some(Turn::Violence),
        ("ASSAULT", None | Some("destroy" | "beat" | "primitive"))
            if same_sentence && by_protesters && !other.participants.iter().any(|p| p.role == Role::Party) =>
        {
            Some(Turn::Violence)
        }
        _ => None,
    }
}
