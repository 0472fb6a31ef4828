//! An event's place in the ontologies: PLOVER's contexts, CAMEO's code, ACLED's sub-event type.

use super::Event;
use super::context::Context;
use crate::actor::Actor;
use crate::lexicon::frames::Frame;
use crate::lexicon::ontology;
use crate::reading::{AcledType, ActorKind, OutcomeValue, ParticipantKind, Role};

/// Fills what follows from the type, the mode and the participants.
pub(super) fn fill(context: &Context<'_, '_>, event: &mut Event, frame: &Frame) {
    event.cameo =
        Some(frame.cameo.as_deref().unwrap_or_else(|| ontology::cameo(event.plover, event.mode.as_deref())).to_owned());
    let sub = frame.acled.as_deref().or_else(|| acled(context, event)).map(|sub| refine(context, event, sub));
    event.acled = sub.and_then(ontology::acled).map(|(event_type, sub_event_type)| AcledType {
        event_type: event_type.into(),
        sub_event_type: sub_event_type.into(),
    });
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

fn is_armed(kind: ActorKind) -> bool {
    use ActorKind::{Criminals, Militia, PrivateMilitary, Rebels, StateForces};
    matches!(kind, StateForces | Rebels | Militia | PrivateMilitary | Criminals)
}

/// ACLED's sub-event type where the frame leaves it open (codebook 2023-2024, "event types").
fn acled(context: &Context<'_, '_>, event: &Event) -> Option<&'static str> {
    let mode = event.mode.as_deref();
    let by = |kind: ActorKind| side(context, event, &[Role::Initiator, Role::Party]).any(|a| a.kind == kind);
    match event.plover {
        "ASSAULT" => Some(match mode {
            Some("aerial" | "drone") => "Air/drone strike",
            Some("heavy-weapons") => "Shelling/artillery/missile attack",
            Some("suicide-attack") => "Suicide bomb",
            Some("explosives") => "Remote explosive/landmine/IED",
            Some("sexual") => "Sexual violence",
            Some("abduct") => "Abduction/forced disappearance",
            Some("unconventional") => "Chemical weapon",
            Some("destroy") => "Looting/property destruction",
            Some("crowd-control") => "Protest with intervention",
            _ if event.outcome.is_some_and(|(value, _)| value == OutcomeValue::Taken) => {
                if by(ActorKind::StateForces) || by(ActorKind::State) {
                    "Government regains territory"
                } else {
                    "Non-state actor overtakes territory"
                }
            }
            _ if by(ActorKind::Protesters) => "Violent demonstration",
            _ => "Armed clash",
        }),
        "PROTEST" => match mode {
            Some("riot" | "vandalize") => Some("Violent demonstration"),
            Some("boycott") => None,
            _ => Some("Peaceful protest"),
        },
        "COERCE" => match mode {
            Some("arrest") => Some("Arrests"),
            Some("seize") => Some("Looting/property destruction"),
            _ => None,
        },
        "RETREAT" => match mode {
            Some("ceasefire") => Some("Agreement"),
            Some("withdraw") => Some("Non-violent transfer of territory"),
            Some("disarm") => Some("Change to group/activity"),
            _ => None,
        },
        _ => None,
    }
}

/// Force against unarmed people is violence against civilians, not a battle.
fn refine<'s>(context: &Context<'_, '_>, event: &Event, sub: &'s str) -> &'s str {
    if sub != "Armed clash" || event.participants.iter().any(|p| p.role == Role::Party) {
        return sub;
    }
    let mut victims = side(context, event, &[Role::Recipient]).peekable();
    let mut unarmed = victims.peek().is_some();
    for victim in victims {
        unarmed &= !is_armed(victim.kind) && victim.kind != ActorKind::State;
    }
    let nobody_armed = side(context, event, &[Role::Recipient]).next().is_none();
    let people = event.participants.iter().any(|p| p.role == Role::Recipient && p.kind == ParticipantKind::Unknown);
    let died = event.casualties.iter().any(|t| t.kind == crate::reading::CasualtyKind::Killed);
    if unarmed || (nobody_armed && (people || died)) { "Attack" } else { sub }
}
