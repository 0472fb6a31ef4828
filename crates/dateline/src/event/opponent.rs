//! Whom an army fights when a sentence names only the ground: "retook the university" is done to those whom the story has
//! it fighting. Concluded from the story, and marked so; an unnamed attacker stays unnamed.

use std::collections::BTreeMap;

use super::Participant;
use super::context::Context;
use super::draft::Draft;
use crate::reading::{ActorKind, ParticipantKind, Role, Status};

/// Fills the missing recipients of attacks where the story has one opponent for the attacker.
pub(super) fn fill(context: &Context<'_, '_>, drafts: &mut [Draft]) {
    let mut opponents: BTreeMap<usize, BTreeMap<usize, u32>> = BTreeMap::new();
    for draft in drafts.iter().filter(|d| d.event.plover == "ASSAULT" && is_real(d)) {
        let pairs = sides(draft);
        for (a, b) in pairs {
            if fights(context, a) && fights(context, b) {
                *opponents.entry(a).or_default().entry(b).or_default() += 1;
                *opponents.entry(b).or_default().entry(a).or_default() += 1;
            }
        }
    }
    if opponents.is_empty() {
        return;
    }
    for draft in drafts.iter_mut().filter(|d| d.event.plover == "ASSAULT" && is_real(d)) {
        let frame = &context.lexicon.frames.frames[draft.trigger.frame];
        let peopled = |p: &Participant| {
            p.role == Role::Party
                || (p.role == Role::Recipient
                    && (p.actor.is_some() || !matches!(p.kind, ParticipantKind::Facility | ParticipantKind::Property)))
        };
        if frame.animate || frame.toll.is_some() || draft.event.participants.iter().any(peopled) {
            continue;
        }
        let Some(found) = draft.actors(Role::Initiator).find_map(|a| only(opponents.get(&a)?)) else { continue };
        let kind = super::roles::participant_kind(context.actors.actors[found].kind);
        draft.event.participants.push(Participant {
            role: Role::Recipient,
            kind,
            actor: Some(found),
            span: None,
            inferred: true,
        });
    }
}

fn is_real(draft: &Draft) -> bool {
    draft.event.status.is_live() || draft.event.status == Status::Background
}

fn sides(draft: &Draft) -> Vec<(usize, usize)> {
    let parties: Vec<_> = draft.actors(Role::Party).collect();
    let directed = draft.actors(Role::Initiator).flat_map(|a| draft.actors(Role::Recipient).map(move |b| (a, b)));
    let mutual = parties.iter().take(4).flat_map(|a| parties.iter().take(4).map(move |b| (*a, *b)));
    directed.chain(mutual).filter(|(a, b)| a != b).collect()
}

fn fights(context: &Context<'_, '_>, actor: usize) -> bool {
    use ActorKind::{Criminals, Militia, PrivateMilitary, Rebels, State, StateForces};
    matches!(context.actors.actors[actor].kind, Criminals | Militia | PrivateMilitary | Rebels | State | StateForces)
}

/// The one opponent, or the one that the story has at least twice as often as any other.
fn only(opponents: &BTreeMap<usize, u32>) -> Option<usize> {
    let (found, most) = opponents.iter().max_by_key(|(_, times)| **times)?;
    let rest = opponents.iter().filter(|(other, _)| *other != found).map(|(_, times)| *times).max().unwrap_or(0);
    (*most >= 2 * rest).then_some(*found)
}
