//! Who did it, to whom, with what: fills a frame's slots from the tree.

use super::context::Context;
use super::trigger::Trigger;
use super::{EventPlace, Participant};
use crate::lexicon::frames::{Frame, Slot, Support};
use crate::reading::{ActorKind, ParticipantKind, PlaceKind, Role};
use crate::syntax::{Deprel, Upos};

/// What the slots of one event hold.
#[derive(Debug, Default)]
pub(super) struct Roles {
    pub participants: Vec<Participant>,
    /// Places that stand in a role's slot: "attacked the village of X".
    pub places: Vec<EventPlace>,
    /// The nominals in the recipient slot, for the toll.
    pub recipients: Vec<u32>,
}

/// Fills the slots of a trigger's frame.
pub(super) fn fill(context: &Context<'_, '_>, trigger: &Trigger, frame: &Frame) -> Roles {
    let mut roles = Roles::default();
    if frame.party.is_empty() {
        if let Some(token) = initiator(context, trigger, frame) {
            roles.add(context, token, Role::Initiator);
        }
        let direct = recipient(context, trigger, frame);
        let doers: Vec<_> = roles.participants.iter().filter_map(|p| p.actor).collect();
        if let Some(token) = direct.or_else(|| within_content(context, trigger, frame, &doers)) {
            roles.recipients = context.parsed.conjuncts(token);
            roles.add(context, token, Role::Recipient);
        }
    } else {
        // "Israel and Lebanon renewed talks": who carries the event is a party to it.
        if let Some((verb, Support::Initiator)) = trigger.support
            && let Some(doer) = context.parsed.doer(verb).filter(|d| *d != trigger.head)
        {
            roles.add(context, doer, Role::Party);
        }
        for slot in &frame.party {
            for token in slot_tokens(context, trigger, slot) {
                roles.add(context, token, Role::Party);
            }
        }
    }
    roles.add_instruments(context, trigger);
    roles
}

fn initiator(context: &Context<'_, '_>, trigger: &Trigger, frame: &Frame) -> Option<u32> {
    if let Some((verb, Support::Initiator)) = trigger.support
        && let Some(doer) = context.parsed.doer(verb).filter(|d| *d != trigger.head)
    {
        return Some(doer);
    }
    frame.initiator.iter().find_map(|slot| slot_tokens(context, trigger, slot).into_iter().next())
}

fn recipient(context: &Context<'_, '_>, trigger: &Trigger, frame: &Frame) -> Option<u32> {
    if let Some((verb, Support::Recipient)) = trigger.support {
        let subject = context.parsed.subject(verb).filter(|s| *s != trigger.head);
        if subject.is_some() {
            return subject;
        }
    }
    // "gave the rebels arms" says what "gave arms to the rebels" says.
    let dative = frame.recipient.iter().any(|s| matches!(s, Slot::Preposition(p) if &**p == "to"));
    let indirect = context.parsed.child(trigger.head, Deprel::Iobj).filter(|_| dative);
    indirect.or_else(|| frame.recipient.iter().find_map(|slot| slot_tokens(context, trigger, slot).into_iter().next()))
}

/// Whom words are about, where they are not addressed to anybody: "demanded that Greece withdraw", "agreed to hand the
/// men over to Britain", "accepted demands from the rebels". None of it is one of the `doers`.
fn within_content(context: &Context<'_, '_>, trigger: &Trigger, frame: &Frame, doers: &[usize]) -> Option<u32> {
    let speaks = matches!(frame.plover, "AGREE" | "CONCEDE" | "REQUEST" | "REJECT" | "THREATEN" | "SUPPORT" | "AID");
    if !speaks || !context.is_verb(trigger.head) {
        return None;
    }
    let parsed = context.parsed;
    let another = |t: &u32| context.actor(*t).is_some_and(|m| !doers.contains(&m.actor));
    let mut clause = trigger.head;
    for _ in 0..3 {
        let object = parsed.child(clause, Deprel::Obj);
        let around = object.into_iter().flat_map(|o| parsed.children(o)).filter(|c| parsed[*c].deprel == Deprel::Nmod);
        let aside = parsed.children(clause).filter(|c| parsed[*c].deprel == Deprel::Obl);
        let addressed = around
            .chain(aside)
            .filter(|c| ["to", "with", "from", "for", "against", "by"].iter().any(|p| parsed.has_case(*c, p)));
        if let Some(found) = addressed.into_iter().find(|c| another(c)) {
            return Some(found);
        }
        clause = parsed.children(clause).find(|c| matches!(parsed[*c].deprel, Deprel::Ccomp | Deprel::Xcomp))?;
        let parts = [parsed.children(clause).find(|c| parsed[*c].deprel.is_subject()), parsed.undergoer(clause)];
        if let Some(found) = parts.into_iter().flatten().find(another) {
            return Some(found);
        }
    }
    None
}

/// The nominals that stand in a slot.
fn slot_tokens(context: &Context<'_, '_>, trigger: &Trigger, slot: &Slot) -> Vec<u32> {
    let parsed = context.parsed;
    let head = trigger.head;
    let verbal = context.is_verb(head);
    let free = |t: &u32| *t != head && !trigger.others.contains(t);
    match slot {
        Slot::Subject if verbal => parsed.doer(head).filter(free).into_iter().collect(),
        Slot::Object if verbal => parsed.undergoer(head).filter(free).into_iter().collect(),
        Slot::Indirect if verbal => parsed.child(head, Deprel::Iobj).into_iter().collect(),
        Slot::Subject | Slot::Object | Slot::Indirect => Vec::new(),
        Slot::Possessive => parsed.child(head, Deprel::NmodPoss).into_iter().collect(),
        Slot::Compound => {
            // "coalition air strikes": the parser may hang the first noun on the second.
            let direct = parsed.children(head).filter(|c| is_modifier(context, *c));
            let nested = direct.clone().flat_map(|c| parsed.children(c)).filter(|c| is_modifier(context, *c));
            direct.chain(nested).filter(|c| context.actor(*c).is_some()).collect()
        }
        Slot::Preposition(preposition) => {
            let bearers =
                std::iter::once(head).chain(trigger.others.iter().copied()).chain(trigger.support.map(|(v, _)| v));
            bearers
                .flat_map(|bearer| parsed.children(bearer))
                .filter(|c| parsed[*c].deprel.is_modifier() && parsed.has_case(*c, preposition))
                .filter(free)
                .collect()
        }
    }
}

fn is_modifier(context: &Context<'_, '_>, token: u32) -> bool {
    matches!(context.parsed[token].deprel, Deprel::Compound | Deprel::Amod | Deprel::NmodDesc)
}

impl Roles {
    fn add(&mut self, context: &Context<'_, '_>, token: u32, role: Role) {
        for part in context.parsed.conjuncts(token) {
            self.add_one(context, part, role);
        }
    }

    fn add_one(&mut self, context: &Context<'_, '_>, token: u32, role: Role) {
        let parsed = context.parsed;
        if context.is_time(token) && context.actor(token).is_none() {
            return;
        }
        let span = parsed.span(&parsed.nominal(token));
        if let Some(mention) = context.actor(token) {
            let kind = participant_kind(context.actors.actors[mention.actor].kind);
            self.push(Participant {
                role,
                kind,
                actor: Some(mention.actor),
                span: Some(mention.span),
                inferred: false,
            });
            return;
        }
        if let Some(place) = context.place(token) {
            if role == Role::Recipient {
                self.places.push(EventPlace { place: place.place, inferred: false });
            }
            let found = &context.places.places[place.place];
            if found.kind == PlaceKind::Facility {
                let kind = ParticipantKind::Facility;
                self.push(Participant { role, kind, actor: None, span: Some(span), inferred: false });
            }
            return;
        }
        if let Some(kind) = context.thing(token) {
            // A bomb does not act, and the barracks that is attacked belongs to somebody.
            let role = if kind == ParticipantKind::Weapon && role != Role::Recipient { Role::Instrument } else { role };
            if role == Role::Recipient || role == Role::Instrument {
                self.push(Participant { role, kind, actor: None, span: Some(span), inferred: false });
            }
            if role != Role::Instrument {
                for owner in owners(context, token) {
                    self.add_one(context, owner, role);
                }
            }
            return;
        }
        if role != Role::Recipient && matches!(&*context.lemma(token), "we" | "i") {
            let kind = ParticipantKind::Unknown;
            self.push(Participant { role, kind, actor: None, span: Some(span), inferred: false });
            return;
        }
        let nominal = matches!(parsed[token].upos, Upos::Noun | Upos::Propn);
        if nominal
            && role != Role::Party
            && context.lexicon.frames.entries(&context.lemma(token), parsed[token].upos).is_empty()
        {
            let owners = owners(context, token);
            if owners.is_empty() {
                if role == Role::Recipient {
                    let person = context.lexicon.agents.at(parsed, token).is_some();
                    let kind = if person { ParticipantKind::Group } else { ParticipantKind::Property };
                    self.push(Participant { role, kind, actor: None, span: Some(span), inferred: false });
                }
            } else {
                for owner in owners {
                    self.add_one(context, owner, role);
                }
            }
        }
    }

    fn push(&mut self, participant: Participant) {
        let twice = self.participants.iter().any(|p| {
            p.role == participant.role
                && (p.span == participant.span || (p.actor.is_some() && p.actor == participant.actor))
        });
        if !twice {
            self.participants.push(participant);
        }
    }

    /// Weapons that stand beside the act: "with rockets", "a mortar attack", "used machetes".
    fn add_instruments(&mut self, context: &Context<'_, '_>, trigger: &Trigger) {
        let parsed = context.parsed;
        for child in parsed.children(trigger.head) {
            let beside = match parsed[child].deprel {
                Deprel::Obl | Deprel::Nmod => parsed.has_case(child, "with") || parsed.has_case(child, "by"),
                Deprel::Compound => true,
                _ => false,
            };
            if beside && context.thing(child) == Some(ParticipantKind::Weapon) {
                let span = Some(parsed.span(&parsed.nominal(child)));
                let (role, kind) = (Role::Instrument, ParticipantKind::Weapon);
                self.push(Participant { role, kind, actor: None, span, inferred: false });
            }
        }
    }
}

/// The actors that a thing belongs to: "army positions", "the rebels' camp", "the headquarters of the police".
fn owners(context: &Context<'_, '_>, thing: u32) -> Vec<u32> {
    let parsed = context.parsed;
    parsed
        .children(thing)
        .filter(|c| match parsed[*c].deprel {
            Deprel::NmodPoss | Deprel::Compound | Deprel::Amod | Deprel::NmodDesc => true,
            Deprel::Nmod => ["of", "belonging", "used"].iter().any(|p| parsed.has_case(*c, p)),
            _ => false,
        })
        .filter(|c| context.actor(*c).is_some())
        .collect()
}

fn participant_kind(kind: ActorKind) -> ParticipantKind {
    match kind {
        ActorKind::Person => ParticipantKind::Person,
        ActorKind::State => ParticipantKind::State,
        ActorKind::Organisation
        | ActorKind::StateForces
        | ActorKind::PrivateMilitary
        | ActorKind::Political
        | ActorKind::Media
        | ActorKind::InternationalOrganisation => ParticipantKind::Organisation,
        ActorKind::Unknown => ParticipantKind::Unknown,
        _ => ParticipantKind::Group,
    }
}
