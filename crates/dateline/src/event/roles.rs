//! Who did it, to whom, with what: fills a frame's slots from the tree.

use super::context::Context;
use super::explain::Slotted;
use super::trigger::Trigger;
use super::types::is_armed;
use super::{EventPlace, Participant};
use crate::actor::{Form, Mention};
use crate::lexicon::agents::Unit;
use crate::lexicon::frames::{Frame, Slot, Support};
use crate::reading::{ActorKind, ParticipantKind, PlaceKind, Role};
use crate::syntax::{Deprel, Feats, Upos};

/// What the slots of one event hold.
#[derive(Debug, Default)]
pub(super) struct Roles {
    pub participants: Vec<Participant>,
    /// Places that stand in a role's slot: "attacked the village of X".
    pub places: Vec<EventPlace>,
    /// The nominals in the recipient slot, for the toll.
    pub recipients: Vec<u32>,
    /// Whether the act is done to people alone, so that whoever it is done to is somebody.
    animate: bool,
    /// Whether the act is done to things as well as to people.
    force: bool,
}

/// Fills the slots of a trigger's frame.
pub(super) fn fill(context: &Context<'_, '_>, trigger: &Trigger, frame: &Frame) -> Roles {
    let force = matches!(frame.plover, "ASSAULT" | "COERCE" | "PROTEST");
    let mut roles = Roles { animate: frame.animate, force, ..Roles::default() };
    if frame.party.is_empty() {
        if let Some(token) = initiator(context, trigger, frame) {
            roles.add(context, token, Role::Initiator);
        }
        let direct = recipient(context, trigger, frame);
        let direct = direct.map(|t| if frame.animate { person_behind(context, t) } else { t });
        if let Some(token) = direct {
            roles.recipients = context.parsed.conjuncts(token);
            roles.add(context, token, Role::Recipient);
        }
        // "demanded an admission by Moscow": the thing demanded is nobody, and the one behind it is meant.
        let nobody = !roles.participants.iter().any(|p| p.role == Role::Recipient && p.actor.is_some());
        let doers: Vec<_> = roles.participants.iter().filter_map(|p| p.actor).collect();
        let person = direct.is_some_and(|t| context.lexicon.agents.at(context.parsed, t).is_some());
        if nobody
            && !person
            && let Some(token) = within_content(context, trigger, frame, &doers)
        {
            roles.participants.retain(|p| p.role != Role::Recipient);
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
    roles.add_instruments(context, trigger, frame);
    if matches!(frame.plover, "AGREE" | "COOPERATE") {
        roles.join_sides();
    }
    roles
}

fn initiator(context: &Context<'_, '_>, trigger: &Trigger, frame: &Frame) -> Option<u32> {
    let parsed = context.parsed;
    let other = |t: &u32| *t != trigger.head;
    let carrier = trigger.support.filter(|(verb, subject)| match subject {
        Support::Initiator => true,
        // "Subjected villagers to abuse".
        Support::Recipient => !parsed.is_passive(*verb) && parsed.undergoer(*verb).is_some_and(|u| other(&u)),
        Support::Event => false,
    });
    if let Some(doer) = carrier.and_then(|(verb, _)| parsed.doer(verb)).filter(other) {
        return Some(doer);
    }
    frame
        .initiator
        .iter()
        .find_map(|slot| {
            let token = slot_tokens(context, trigger, slot).into_iter().next()?;
            (!slot.precedes() || !suffers(context, trigger, frame, slot, token)).then_some(token)
        })
        .or_else(|| frame.initiator.contains(&Slot::Subject).then(|| remote_agent(context, trigger)).flatten())
}

/// Whether who stands in a slot is the one it is done to. Before a noun may stand either side: "the senator's murder" and
/// "civilian killings" were done to them, "the rebels' murder of the senator" and "police killings" by them.
fn suffers(context: &Context<'_, '_>, trigger: &Trigger, frame: &Frame, slot: &Slot, token: u32) -> bool {
    let either = slot.precedes() && frame.initiator.contains(slot);
    let after = |s: &&Slot| !s.precedes();
    let told_after = || frame.recipient.iter().filter(after).any(|s| !slot_tokens(context, trigger, s).is_empty());
    let armed = || context.actor(token).is_some_and(|m| is_armed(context.actors.actors[m.actor].kind));
    frame.recipient.contains(slot) && !(either && (armed() || told_after()))
}

/// "was kidnapped on Friday near the town of X by armed men": the agent of a passive that the tree hangs on what stands
/// between.
fn remote_agent(context: &Context<'_, '_>, trigger: &Trigger) -> Option<u32> {
    let parsed = context.parsed;
    let verb = trigger.head;
    if !context.is_verb(verb) || !parsed.is_passive(verb) {
        return None;
    }
    let mut below: Vec<u32> = parsed.children(verb).filter(|c| *c > verb && parsed[*c].deprel.is_modifier()).collect();
    while let Some(token) = below.pop() {
        let acts = context.actor(token).is_some() || context.lexicon.agents.at(parsed, token).is_some();
        if acts && parsed.has_case(token, "by") {
            return Some(token);
        }
        // An event noun has an agent of its own.
        if !context.names_event(token) {
            below.extend(parsed.children(token).filter(|c| parsed[*c].deprel.is_modifier()));
        }
    }
    None
}

/// "Luis Castellar, mayor of Achi in the department of Bolivar, who was kidnapped": the person that a place or body next to
/// the relative clause stands in apposition or attribute to; "the bodies of two farmers": those whose bodies they are.
fn person_behind(context: &Context<'_, '_>, token: u32) -> u32 {
    let parsed = context.parsed;
    if context.lexicon.frames.is_of_class("remains", &context.lemma(token)) {
        let whose = |c: &u32| parsed[*c].deprel == Deprel::Nmod && parsed.has_case(*c, "of");
        let owner = || parsed.child(token, Deprel::NmodPoss);
        return parsed.children(token).find(whose).or_else(owner).unwrap_or(token);
    }
    let is_person = |t: u32| {
        context.actor(t).is_some_and(|m| {
            matches!(context.actors.actors[m.actor].kind, ActorKind::Person | ActorKind::Civilians | ActorKind::Group)
        })
    };
    let relative = parsed
        .children(token)
        .any(|c| parsed[c].deprel == Deprel::AclRelcl && parsed.children(c).any(|d| &*context.lemma(d) == "who"));
    if is_person(token) || !relative || context.place(token).is_none() && context.actor(token).is_none() {
        return token;
    }
    let mut at = token;
    while let Some(head) = parsed[at].head.filter(|_| {
        matches!(parsed[at].deprel, Deprel::Nmod | Deprel::Appos | Deprel::NmodDesc | Deprel::Conj | Deprel::Flat)
    }) {
        if is_person(head) {
            return head;
        }
        at = head;
    }
    token
}

fn recipient(context: &Context<'_, '_>, trigger: &Trigger, frame: &Frame) -> Option<u32> {
    if let Some((verb, Support::Recipient)) = trigger.support {
        let other = |t: &u32| *t != trigger.head;
        // "Subjected villagers to abuse": the verb's own object is whom it is done to, and its subject who does it.
        let object = context.parsed.undergoer(verb).filter(other);
        let sufferer = object.or_else(|| context.parsed.subject(verb).filter(other));
        if sufferer.is_some() {
            return sufferer;
        }
    }
    // "gave the rebels arms" says what "gave arms to the rebels" says.
    let dative = frame.recipient.iter().any(|s| matches!(s, Slot::Preposition(p) if &**p == "to"));
    let indirect = context.parsed.child(trigger.head, Deprel::Iobj).filter(|_| dative);
    if indirect.is_some() {
        return indirect;
    }
    // "an attack at Gao against the army": who it is done to goes before where.
    let mut second_best = None;
    for slot in &frame.recipient {
        for token in slot_tokens(context, trigger, slot) {
            if !suffers(context, trigger, frame, slot, token) {
                continue;
            }
            // "Fired shots at the guards" was done to the guards.
            let aside = context.place(token).is_some()
                || context.names_event(token)
                || belongs_to_doer(context, trigger, frame, token);
            if context.actor(token).is_some() || !aside {
                return Some(token);
            }
            second_best = second_best.or(Some(token));
        }
    }
    second_best
}

/// "Shut its border with Chad": what is the doer's own is not whom it is done to.
fn belongs_to_doer(context: &Context<'_, '_>, trigger: &Trigger, frame: &Frame, thing: u32) -> bool {
    let actor = |t: u32| context.actor(t).map(|m| m.actor);
    let owner = context.parsed.child(thing, Deprel::NmodPoss).and_then(actor);
    owner.is_some() && owner == initiator(context, trigger, frame).and_then(actor)
}

/// Every nominal that stands in a slot of a trigger's frame, for the explanation.
pub(super) fn slots(context: &Context<'_, '_>, trigger: &Trigger) -> Vec<Slotted> {
    let frame = &context.lexicon.frames.frames[trigger.frame];
    let mut found = Vec::new();
    if let Some((verb, subject)) = trigger.support
        && subject != Support::Event
        && let Some(head) = context.parsed.subject(verb).filter(|s| *s != trigger.head)
    {
        let role = if subject == Support::Initiator { Role::Initiator } else { Role::Recipient };
        found.push(Slotted { role, slot: format!("subject of {}", context.parsed.word(verb)), head });
    }
    let roles = [(Role::Initiator, &frame.initiator), (Role::Recipient, &frame.recipient), (Role::Party, &frame.party)];
    for (role, slots) in roles {
        for slot in slots {
            let heads = slot_tokens(context, trigger, slot);
            found.extend(heads.into_iter().map(|head| Slotted { role, slot: slot.to_string(), head }));
        }
    }
    found
}

/// Whom words are about, where they are not addressed to anybody: "demanded that Greece withdraw", "agreed to reopen the
/// border to Chad", "praised Haiti's efforts". The nearest actor below the event's words that is none of the `doers`.
fn within_content(context: &Context<'_, '_>, trigger: &Trigger, frame: &Frame, doers: &[usize]) -> Option<u32> {
    // Whom an act of force meets stands in its slots; of words, the content tells.
    let reach = match frame.plover {
        "AGREE" | "CONCEDE" | "REQUEST" | "REJECT" | "THREATEN" | "SUPPORT" | "AID" | "COOPERATE" => 5,
        "SANCTION" | "ACCUSE" => 3,
        "PROTEST" => 5,
        _ => return None,
    };
    let parsed = context.parsed;
    // Protesters address those in power, not those on whose behalf they protest.
    let addressed = |actor: usize| frame.plover != "PROTEST" || context.is_authority(actor);
    let another = |t: &u32| context.actor(*t).is_some_and(|m| !doers.contains(&m.actor) && addressed(m.actor));
    let mut level: Vec<u32> = std::iter::once(trigger.head)
        .chain(trigger.others.iter().copied())
        .chain(trigger.support.map(|(verb, _)| verb))
        .collect();
    for depth in 0..reach {
        let mut below: Vec<u32> =
            level.iter().flat_map(|t| parsed.children(*t)).filter(|c| is_content(context, *c, frame, depth)).collect();
        // "Was condemned by his firm": who does it is not what it is about.
        let doer = |t: u32| depth == 0 && parsed[t].deprel == Deprel::OblAgent;
        below.retain(|c| !trigger.others.contains(c) && !doer(*c));
        below.sort_unstable();
        if let Some(found) = below.iter().copied().find(another) {
            return Some(found);
        }
        level = below;
    }
    None
}

/// Whether a dependent belongs to what an act is about, and not to its circumstances.
fn is_content(context: &Context<'_, '_>, token: u32, frame: &Frame, depth: usize) -> bool {
    let parsed = context.parsed;
    if context.is_time(token) || frame.plover == "PROTEST" && is_occasion(context, token) {
        return false;
    }
    let after_trigger = depth > 0;
    match parsed[token].deprel {
        Deprel::Obj | Deprel::Iobj | Deprel::Ccomp | Deprel::Xcomp => true,
        Deprel::Nsubj | Deprel::NsubjPass | Deprel::NmodPoss | Deprel::Compound | Deprel::Amod => after_trigger,
        Deprel::Obl | Deprel::Nmod | Deprel::OblAgent => {
            // What is blamed on the author of a thing is not aimed at those whom the thing befell: "investigated the
            // kidnapping of two brothers" is not against the brothers.
            let deed = parsed[token].head.is_some_and(|above| after_trigger && context.names_event(above));
            let prepositions: &[&str] = match frame.plover {
                "ACCUSE" if deed => &["by"],
                "ACCUSE" => &["by", "from", "of"],
                "PROTEST" => &["in", "at", "against", "over", "by", "from", "of", "to"],
                _ => {
                    &["to", "with", "from", "for", "against", "by", "on", "of", "toward", "towards", "over", "between"]
                }
            };
            prepositions.iter().any(|p| parsed.has_case(token, p))
        }
        // "Marched, demanding that the minister go": what they shout is what they march for.
        Deprel::Advcl if frame.plover == "PROTEST" && context.names_event(token) && !parsed.is_finite(token) => true,
        Deprel::Advcl | Deprel::Acl => parsed
            .children(token)
            .any(|c| parsed[c].deprel == Deprel::Mark && matches!(&*context.lemma(c), "to" | "of" | "from" | "for")),
        _ => false,
    }
}

/// "At the call of the union": what people come together for is not what they are against.
fn is_occasion(context: &Context<'_, '_>, token: u32) -> bool {
    context.lexicon.frames.is_of_class("occasion", &context.lemma(token))
}

/// The nominals that stand in a slot.
fn slot_tokens(context: &Context<'_, '_>, trigger: &Trigger, slot: &Slot) -> Vec<u32> {
    let parsed = context.parsed;
    let head = trigger.head;
    let verbal = !matches!(parsed[head].upos, Upos::Noun | Upos::Propn);
    // "on Tuesday" is nobody.
    let rally = context.lexicon.frames.frames[trigger.frame].plover == "PROTEST";
    let somebody = |t: u32| (!context.is_time(t) || context.actor(t).is_some()) && !(rally && is_occasion(context, t));
    let free = |t: &u32| *t != head && !trigger.others.contains(t) && somebody(*t);
    match slot {
        Slot::Subject if verbal => parsed.doer(head).filter(free).into_iter().collect(),
        Slot::Object if verbal => {
            // "Flew to visit soldiers": the verb that says what for bears the object.
            let frame = &context.lexicon.frames.frames[trigger.frame];
            let purpose = parsed.children(head).filter(|c| {
                matches!(parsed[*c].deprel, Deprel::Xcomp | Deprel::Advcl) && context.is_listed(*c, &frame.with)
            });
            let bearers = std::iter::once(head).chain(purpose);
            bearers.filter_map(|verb| parsed.undergoer(verb)).find(free).into_iter().collect()
        }
        Slot::Indirect if verbal => parsed.child(head, Deprel::Iobj).into_iter().collect(),
        Slot::Subject | Slot::Object | Slot::Indirect => Vec::new(),
        Slot::Possessive => parsed.child(head, Deprel::NmodPoss).into_iter().collect(),
        Slot::Compound => {
            // "coalition air strikes": the parser may hang the first noun on the second.
            let direct = parsed.children(head).filter(|c| is_modifier(context, *c));
            let nested = direct.clone().flat_map(|c| parsed.children(c)).filter(|c| is_modifier(context, *c));
            // "A terrorist attack" says of what kind it was.
            let acts = |c: &u32| {
                context.actor(*c).is_some() && !context.lexicon.frames.is_of_class("manner", &context.lemma(*c))
            };
            direct.chain(nested).filter(acts).collect()
        }
        Slot::Preposition(preposition) => {
            let bearers =
                std::iter::once(head).chain(trigger.others.iter().copied()).chain(trigger.support.map(|(v, _)| v));
            // "Fired rockets aimed at a base": what the weapon is aimed at is what it is fired at.
            let aimed = parsed.children(head).filter(|c| context.thing(*c) == Some(ParticipantKind::Weapon)).flat_map(
                |weapon| {
                    let aimed = |c: &u32| parsed[*c].deprel == Deprel::Acl && context.is_verb(*c);
                    std::iter::once(weapon).chain(parsed.children(weapon).filter(aimed))
                },
            );
            // "Signed a deal with the union", "took the town from the rebels": the tree may hang on what is signed or taken
            // who is on the other side.
            let other_side =
                || &**preposition == "from" || !context.lexicon.frames.frames[trigger.frame].party.is_empty();
            let content = parsed.undergoer(head).filter(|_| verbal && other_side());
            bearers
                .chain(aimed)
                .chain(content)
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
        for part in context.actors.sides(context.parsed, token) {
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
            let kind = participant_kind(context, mention);
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
            if found.kind == PlaceKind::Facility && role == Role::Recipient {
                let kind = ParticipantKind::Facility;
                self.push(Participant { role, kind, actor: None, span: Some(span), inferred: false });
            }
            return;
        }
        if let Some(kind) = context.thing(token) {
            // A bomb does not act, but those do whose bomb it is; the barracks that is attacked belongs to somebody.
            let part = if kind == ParticipantKind::Weapon && role != Role::Recipient { Role::Instrument } else { role };
            if part == Role::Instrument || part == Role::Recipient && self.force {
                self.push(Participant { role: part, kind, actor: None, span: Some(span), inferred: false });
            }
            if role != Role::Instrument {
                for owner in owners(context, token) {
                    self.add_one(context, owner, role);
                }
            }
            // "Responded with rockets that wounded two": who used what did it.
            let with = |verb: &u32| context.is_verb(*verb) && parsed.has_case(token, "with");
            if part == Role::Instrument
                && !self.participants.iter().any(|p| p.role == role)
                && let Some(user) = parsed[token].head.filter(with).and_then(|verb| parsed.doer(verb))
                && context.actor(user).is_some()
            {
                self.add_one(context, user, role);
            }
            return;
        }
        if role != Role::Recipient && matches!(&*context.lemma(token), "we" | "i") {
            let kind = ParticipantKind::Unknown;
            self.push(Participant { role, kind, actor: None, span: Some(span), inferred: false });
            return;
        }
        let nominal = matches!(parsed[token].upos, Upos::Noun | Upos::Propn);
        // "An Israeli strike killed": an act that does something is done by somebody, and undergoes nothing.
        let act = context.names_event(token);
        if nominal && role != Role::Party && (!act || role == Role::Initiator) {
            let owners = owners(context, token);
            if owners.is_empty() {
                if role == Role::Recipient {
                    let plural = parsed[token].feats.has(Feats::NUMBER_PLUR);
                    let ground = context.lexicon.frames.is_of_class("ground", &context.lemma(token));
                    let kind = match context.lexicon.agents.at(parsed, token) {
                        _ if self.animate && parsed[token].upos == Upos::Propn => ParticipantKind::Person,
                        None if self.animate => ParticipantKind::Unknown,
                        Some(agent) if !plural && !matches!(agent.unit, Unit::Body) => ParticipantKind::Person,
                        Some(_) => ParticipantKind::Group,
                        None if self.force && !ground => ParticipantKind::Property,
                        None => return,
                    };
                    self.push(Participant { role, kind, actor: None, span: Some(span), inferred: false });
                }
            } else {
                for owner in owners {
                    self.add_one(context, owner, role);
                }
            }
        }
    }

    /// "Chad and Sudan agreed a truce": they agreed with each other, where nobody else is told.
    fn join_sides(&mut self) {
        let known = |p: &&Participant, role| p.role == role && p.actor.is_some();
        let alone = !self.participants.iter().any(|p| known(&p, Role::Recipient));
        if alone && self.participants.iter().filter(|p| known(p, Role::Initiator)).count() > 1 {
            for side in self.participants.iter_mut().filter(|p| p.role == Role::Initiator) {
                side.role = Role::Party;
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
    fn add_instruments(&mut self, context: &Context<'_, '_>, trigger: &Trigger, frame: &Frame) {
        let parsed = context.parsed;
        for child in parsed.children(trigger.head) {
            let beside = match parsed[child].deprel {
                Deprel::Obl | Deprel::OblAgent | Deprel::Nmod => {
                    parsed.has_case(child, "with") || parsed.has_case(child, "by")
                }
                Deprel::Compound => true,
                _ => false,
            };
            let used = matches!(parsed[child].deprel, Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass)
                && context.is_verb(trigger.head)
                && !frame.recipient.contains(&Slot::Object);
            if (beside || used) && context.thing(child) == Some(ParticipantKind::Weapon) {
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
    // "Army frontline posts": the tree may hang the first noun on the second.
    let nested = parsed.children(thing).filter(|c| parsed[*c].deprel == Deprel::Compound);
    let nested = nested.flat_map(|c| parsed.children(c)).filter(|c| parsed[*c].deprel == Deprel::Compound);
    parsed
        .children(thing)
        .filter(|c| match parsed[*c].deprel {
            Deprel::NmodPoss | Deprel::Compound | Deprel::Amod | Deprel::NmodDesc => true,
            Deprel::Nmod => ["of", "belonging", "used"].iter().any(|p| parsed.has_case(*c, p)),
            _ => false,
        })
        .chain(nested)
        .filter(|c| context.actor(*c).is_some())
        .collect()
}

/// What a mention makes of its actor in an event: an army or a named front acts as an organisation; its soldiers, its
/// guerrillas and unnamed gunmen are people.
pub(super) fn participant_kind<'a>(context: &Context<'a, '_>, mention: &'a Mention) -> ParticipantKind {
    let mention = context.nominal_of(mention);
    let people = || {
        let agent = context.lexicon.agents.at(context.parsed, mention.head);
        (agent.is_some_and(|a| !matches!(a.unit, Unit::Body)) || &*context.lemma(mention.head) == "member")
            && context.parsed[mention.head].feats.has(Feats::NUMBER_PLUR)
    };
    match context.actors.actors[mention.actor].kind {
        ActorKind::Person => ParticipantKind::Person,
        ActorKind::State => ParticipantKind::State,
        ActorKind::Unknown => ParticipantKind::Unknown,
        ActorKind::Organisation
        | ActorKind::StateForces
        | ActorKind::PrivateMilitary
        | ActorKind::Political
        | ActorKind::Media
        | ActorKind::InternationalOrganisation
            if !people() =>
        {
            ParticipantKind::Organisation
        }
        ActorKind::Rebels | ActorKind::Militia | ActorKind::Criminals if mention.form == Form::Name && !people() => {
            ParticipantKind::Organisation
        }
        _ => ParticipantKind::Group,
    }
}
