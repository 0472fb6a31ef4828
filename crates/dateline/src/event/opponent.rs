//! Whom an army fights when a sentence names only the ground: "retook the university" is done to those whom the story has
//! it fighting. Concluded from the story, and marked so; an unnamed attacker stays unnamed.

use std::collections::{BTreeMap, BTreeSet};

use super::Participant;
use super::context::Context;
use super::draft::Draft;
use crate::reading::{ActorKind, ParticipantKind, Role};

/// Fills the missing recipients of attacks where the story has one opponent for the attacker.
pub(super) fn fill(context: &Context<'_, '_>, drafts: &mut [Draft]) {
    let mut opponents: BTreeMap<usize, BTreeMap<usize, u32>> = BTreeMap::new();
    // Whom somebody fought long ago is not for that whom he fights now.
    for draft in drafts.iter().filter(|d| d.event.plover == "ASSAULT" && d.event.status.is_live()) {
        let pairs = sides(draft);
        for (a, b) in pairs {
            if fights(context, a) && fights(context, b) {
                *opponents.entry(a).or_default().entry(b).or_default() += 1;
                *opponents.entry(b).or_default().entry(a).or_default() += 1;
            }
        }
    }
    let quarrels = Quarrels::new(context, drafts);
    if opponents.is_empty() && quarrels.0.is_empty() {
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
        // The army fights whom its country fights.
        let of = |a: usize| opponents.get(&a).or_else(|| opponents.get(&state_of(context, a)?));
        let found = draft.actors(Role::Initiator).find_map(|a| only(of(a)?));
        let found = found.or_else(|| quarrels.host(context, draft));
        let Some(found) = found else { continue };
        let kind = match context.actors.actors[found].kind {
            ActorKind::State => ParticipantKind::State,
            _ => ParticipantKind::Organisation,
        };
        draft.event.participants.push(Participant {
            role: Role::Recipient,
            kind,
            actor: Some(found),
            span: None,
            inferred: true,
        });
    }
}

/// The state that forces are of, where the document names it.
fn state_of(context: &Context<'_, '_>, forces: usize) -> Option<usize> {
    let actors = &context.actors.actors;
    let country = actors[forces].country.filter(|_| actors[forces].kind == ActorKind::StateForces)?;
    actors.iter().position(|a| a.kind == ActorKind::State && a.country == Some(country))
}

/// Who accuses, threatens or rebuffs whom: where nobody is told to fight, that tells the sides.
struct Quarrels(BTreeSet<(usize, usize)>);

impl Quarrels {
    fn new(context: &Context<'_, '_>, drafts: &[Draft]) -> Self {
        let hostile = |d: &&Draft| matches!(d.event.plover, "ACCUSE" | "REJECT" | "THREATEN") && is_real(d);
        let pairs = drafts.iter().filter(hostile).flat_map(sides);
        Self(pairs.filter(|(a, b)| fights(context, *a) && fights(context, *b)).collect())
    }

    /// The state on whose land an attack of another state falls, where that state takes it for an attack on itself:
    /// "Syria accuses Israel of bombarding an area west of Damascus".
    fn host(&self, context: &Context<'_, '_>, draft: &Draft) -> Option<usize> {
        let actors = &context.actors.actors;
        let attackers: Vec<usize> = draft.actors(Role::Initiator).collect();
        let mut lands = draft.event.places.iter().filter_map(|p| context.places.places[p.place].country);
        let land = lands.next().filter(|first| lands.all(|other| other == *first))?;
        let complains = |host: &usize| {
            actors[*host].country == Some(land)
                && matches!(actors[*host].kind, ActorKind::State | ActorKind::StateForces)
                && attackers.iter().any(|a| actors[*a].country != Some(land) && self.0.contains(&(*host, *a)))
        };
        let hosts = self.0.iter().map(|(host, _)| *host).filter(complains);
        hosts.min_by_key(|host| (actors[*host].kind != ActorKind::State, *host))
    }
}

fn is_real(draft: &Draft) -> bool {
    draft.event.status.is_real()
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
