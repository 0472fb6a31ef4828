//! What actors do tells what they are, where their words do not: residents who demonstrate are protesters (ACLED codebook
//! 2023-2024, "Protesters": those who take part in a demonstration, whoever they are besides).

use std::collections::HashSet;

use super::{Actors, Form};
use crate::event::Event;
use crate::reading::{ActorKind, ParticipantKind, Role};

/// Makes unnamed people protesters who protest in the document and use no force against anybody.
pub fn tell(actors: &mut Actors, events: &[Event]) {
    let mut named: HashSet<usize> = HashSet::new();
    named.extend(actors.mentions.iter().filter(|m| m.form == Form::Name).map(|m| m.actor));
    let live = || events.iter().filter(|e| e.status.is_live());
    let doers = |plover: &'static str| {
        let of_type = live().filter(move |e| e.plover == plover);
        of_type.flat_map(|e| e.participants.iter()).filter(|p| matches!(p.role, Role::Initiator | Role::Party))
    };
    let violent: HashSet<usize> = doers("ASSAULT").filter_map(|p| p.actor).collect();
    let people = |p: &&crate::event::Participant| p.kind == ParticipantKind::Group;
    let protesters: HashSet<usize> = doers("PROTEST").filter(people).filter_map(|p| p.actor).collect();
    for at in protesters.into_iter().filter(|at| !named.contains(at) && !violent.contains(at)) {
        let kind = &mut actors.actors[at].kind;
        if matches!(kind, ActorKind::Civilians | ActorKind::Group | ActorKind::Organisation) {
            *kind = ActorKind::Protesters;
        }
    }
}
