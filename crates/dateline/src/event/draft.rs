//! One trigger read on its own, before what the document says elsewhere is brought to it.

use super::context::Context;
use super::explain::{Refusal, Witness};
use super::number::{self, Count};
use super::roles::{self, Roles};
use super::status;
use super::trigger::Trigger;
use super::types::{is_armed_sector, is_verbal};
use super::when::{self, Told};
use super::{Event, Toll, grievance, location};
use crate::lexicon::frames::{Frame, Support};
use crate::reading::{ActorKind, CasualtyKind, OutcomeValue, ParticipantKind, PublicRole, Role, SentenceKind, Status};
use crate::span::Span;
use crate::syntax::{Deprel, Feats};

/// An event as its own words tell it.
#[derive(Debug)]
pub(super) struct Draft {
    pub event: Event,
    pub trigger: Trigger,
    /// Index of the sentence.
    pub sentence: usize,
    /// Whether the sentence is a headline.
    pub headline: bool,
    /// Whether a noun names it.
    pub nominal: bool,
    /// Whether the words point back to an event already told: "the attack", "these attacks".
    pub anaphoric: bool,
    /// The last word that tells of it: the head of its latest account's trigger.
    pub last: u32,
    /// Whether its words tell when.
    pub dated: bool,
    /// Whether its words tell where.
    pub placed: bool,
}

/// Reads one trigger; none where its words tell of no event.
pub(super) fn read(context: &Context<'_, '_>, trigger: Trigger, witness: &mut impl Witness) -> Option<Draft> {
    let (head, frame) = (trigger.head, trigger.frame);
    match try_read(context, trigger, witness) {
        Ok(draft) => Some(draft),
        Err(refusal) => {
            witness.refuse(head, frame, refusal);
            None
        }
    }
}

fn try_read(context: &Context<'_, '_>, trigger: Trigger, witness: &mut impl Witness) -> Result<Draft, Refusal> {
    let parsed = context.parsed;
    let frame = &context.lexicon.frames.frames[trigger.frame];
    witness.begin(&trigger);
    let mut status = status::status(context, &trigger, witness).ok_or(Refusal::Generic)?;
    let Roles { participants, mut places, recipients, .. } = roles::fill(context, &trigger, frame);
    let Told { when, explicit, near: dated_near, remote } = when::told(context, &trigger);
    let (told_places, placed_near) = location::told(context, &trigger);
    let set = (dated_near || placed_near) && is_argument(context, &trigger);
    let grounded = !participants.is_empty() || !places.is_empty() || set;
    for place in told_places {
        if !places.iter().any(|p| p.place == place.place) {
            places.push(place);
        }
    }
    if status.is_live() && (remote || grievance::is_grievance(context, &trigger)) {
        status = Status::Background;
        witness.step(trigger.head, Status::Background);
    }
    let nominal = !context.is_verb(trigger.head);
    let headline = matches!(parsed.sentence(trigger.head).kind, SentenceKind::Headline | SentenceKind::Heading);
    let anaphoric = if nominal { is_anaphoric(context, trigger.head) } else { points_out(context, &trigger, frame) };
    // Who was to be killed and was not is no toll.
    let real = status.is_real() && status != Status::Attempted;
    let casualties = if real { toll(context, &trigger, frame, &recipients) } else { Vec::new() };
    let known = anaphoric && !frame.vague;
    if nominal && !grounded && casualties.is_empty() && !known && trigger.support.is_none() {
        return Err(Refusal::Bare);
    }
    if nominal && frame.vague && is_peaceful(context, &participants) {
        return Err(Refusal::Bare);
    }
    if nominal && frame.vague && participants.is_empty() && trigger.support.is_none() && places.is_empty() {
        return Err(Refusal::Bare);
    }
    if !explicit && (nominal && is_generic(context, &trigger) || !headline && is_habit(context, &trigger, frame)) {
        return Err(Refusal::Generic);
    }
    if is_verbal(frame.plover) && !has_speaker(context, &participants) {
        return Err(Refusal::Speakerless);
    }
    if status == Status::Denied && frame.toll.is_some() && spares_everybody(context, &trigger) {
        return Err(Refusal::Generic);
    }
    let outcome = outcome(context, &trigger).or_else(|| frame.outcome.map(|o| (o, parsed.span(&trigger.tokens))));
    let placed = !places.is_empty();
    let event = Event {
        trigger: trigger.tokens.clone(),
        head: trigger.head,
        plover: frame.plover,
        mode: frame.mode.as_deref().map(Into::into),
        contexts: frame.contexts.iter().map(ToString::to_string).collect(),
        cameo: None,
        acled: None,
        status,
        when,
        places,
        participants,
        casualties,
        outcome,
        part_of: None,
        clause: parsed.clause(trigger.support.map_or_else(|| parsed.predicate(trigger.head), |(verb, _)| verb)),
        accounts: Vec::new(),
        confidence: if nominal { 0.7 } else { 0.8 },
        rule: frame.source.clone(),
    };
    let sentence = parsed.sentence_index(trigger.head);
    let last = trigger.head;
    Ok(Draft { event, trigger, sentence, headline, nominal, anaphoric, last, dated: explicit, placed })
}

/// "No one was hurt", "killed nobody": that nothing happened to anybody tells of no act.
fn spares_everybody(context: &Context<'_, '_>, trigger: &Trigger) -> bool {
    let parsed = context.parsed;
    let nobody = |t: u32| match &*context.lemma(t) {
        "nobody" | "none" => true,
        "one" | "person" | "people" => parsed.children(t).any(|c| &*context.lemma(c) == "no"),
        _ => false,
    };
    context.is_verb(trigger.head) && parsed.undergoer(trigger.head).is_some_and(nobody)
}

/// "The senator's campaign", "a war on the production of drugs": words of war for what one without arms or office does,
/// or for what is done to an idea.
fn is_peaceful(context: &Context<'_, '_>, participants: &[super::Participant]) -> bool {
    let civilian = |p: &super::Participant| {
        p.role == Role::Initiator
            && p.actor.map(|a| &context.actors.actors[a]).is_some_and(|a| {
                a.kind == ActorKind::Person
                    && a.public_role != PublicRole::Official
                    && !a.sector.as_deref().is_some_and(is_armed_sector)
            })
    };
    let idea = |p: &super::Participant| p.role == Role::Recipient && p.kind == ParticipantKind::Property;
    participants.iter().any(idea) || participants.iter().any(civilian)
}

/// Whether a trigger is its clause's verb, or stands next to it: a time or place of the clause is then its own. The
/// "scale of destruction" is told in passing.
fn is_argument(context: &Context<'_, '_>, trigger: &Trigger) -> bool {
    let predicate = context.parsed.predicate(trigger.head);
    let own = |t: u32| t == predicate || context.parsed[t].head == Some(predicate);
    let inside = context.parsed.children(trigger.head).any(|c| context.place(c).is_some() || context.is_time(c));
    own(trigger.head) || inside || trigger.support.is_some_and(|(verb, _)| own(verb))
}

/// Whether somebody who can act in public does it: an expert who "agrees" or "supports a view" makes no event.
fn has_speaker(context: &Context<'_, '_>, participants: &[super::Participant]) -> bool {
    let mut doers = participants.iter().filter(|p| matches!(p.role, Role::Initiator | Role::Party));
    doers.any(|p| {
        // A "we" that the document does not resolve speaks all the same: statements are written so.
        p.actor.is_none_or(|a| {
            !matches!(context.actors.actors[a].public_role, PublicRole::Expert | PublicRole::Journalist)
        })
    })
}

/// "the attack", "this attack", "their attack": told before, or taken as known.
pub(super) fn is_anaphoric(context: &Context<'_, '_>, noun: u32) -> bool {
    let parsed = context.parsed;
    let mut determined = false;
    for child in parsed.children(noun) {
        match parsed[child].deprel {
            Deprel::Det => determined |= matches!(&*context.lemma(child), "the" | "this" | "that" | "these" | "those"),
            Deprel::NmodPoss => determined = true,
            Deprel::Amod if matches!(&*context.lemma(child), "new" | "another" | "further" | "separate") => {
                return false;
            }
            _ => {}
        }
    }
    determined
}

/// "The driver who was killed", "those wounded in the raid", "the grenade was thrown at noon": a clause that says which of
/// those already told of is meant, or what was done with a weapon already told of.
fn points_out(context: &Context<'_, '_>, trigger: &Trigger, frame: &Frame) -> bool {
    let parsed = context.parsed;
    let verb = trigger.head;
    let weapon = |t: u32| context.thing(t) == Some(ParticipantKind::Weapon) && is_anaphoric(context, t);
    if parsed.children(verb).any(|c| parsed[c].deprel.is_subject() && weapon(c)) {
        return true;
    }
    let Some(noun) = parsed[verb].head.filter(|_| matches!(parsed[verb].deprel, Deprel::Acl | Deprel::AclRelcl)) else {
        return false;
    };
    let set_off = (noun + 1..verb).any(|t| parsed.word(t) == ",");
    let suffered = parsed.is_passive(verb) || parsed[verb].deprel == Deprel::Acl;
    matches!(frame.toll, Some(CasualtyKind::Killed | CasualtyKind::Injured))
        && suffered
        && !set_off
        && parsed[noun].deprel.is_subject()
        && is_anaphoric(context, noun)
}

/// "Attacks on hospitals are war crimes": bare plurals under a timeless present.
fn is_generic(context: &Context<'_, '_>, trigger: &Trigger) -> bool {
    let parsed = context.parsed;
    let noun = trigger.head;
    let bare = parsed[noun].feats.has(Feats::NUMBER_PLUR)
        && !parsed.children(noun).any(|c| matches!(parsed[c].deprel, Deprel::Det | Deprel::Nummod | Deprel::NmodPoss));
    if !bare || trigger.support.is_some_and(|(_, s)| s != Support::Event) {
        return false;
    }
    let predicate = parsed.predicate(noun);
    let auxiliary = |t: &u32| matches!(parsed[*t].deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop);
    let tensed = std::iter::once(predicate).chain(parsed.children(predicate).filter(auxiliary));
    let mut present = false;
    for token in tensed {
        let feats = parsed[token].feats;
        if feats.has(Feats::VERBFORM_FIN) {
            present |= feats.has(Feats::TENSE_PRES);
        }
    }
    let progressive_or_perfect = parsed
        .children(predicate)
        .any(|c| parsed[c].deprel == Deprel::Aux && matches!(&*context.lemma(c), "be" | "have"));
    present && !progressive_or_perfect
}

/// "A government that kills priests", "rangers are often targeted": the plain present of a verb of force tells of no one time,
/// but in a headline.
fn is_habit(context: &Context<'_, '_>, trigger: &Trigger, frame: &Frame) -> bool {
    let parsed = context.parsed;
    let verb = trigger.head;
    // What opens a report is its headline, marked as one or not.
    let opens = parsed.sentence_index(verb) == 0;
    if opens || !matches!(frame.plover, "ASSAULT" | "COERCE") || !context.is_verb(verb) {
        return false;
    }
    let aux = || parsed.children(verb).filter(|c| matches!(parsed[*c].deprel, Deprel::Aux | Deprel::AuxPass));
    // "They hit the town": one form is present and past.
    let plain = context.lemma(verb) != parsed.word(verb).to_lowercase();
    let active = parsed[verb].feats.has(Feats::TENSE_PRES.with(Feats::VERBFORM_FIN)) && plain && aux().next().is_none();
    let passive = parsed.is_passive(verb)
        && aux().count() == 1
        && aux().all(|c| parsed[c].feats.has(Feats::TENSE_PRES) && &*context.lemma(c) == "be");
    active || passive
}

/// The toll that the words of the frame itself tell: "killed 13 people".
fn toll(context: &Context<'_, '_>, trigger: &Trigger, frame: &Frame, recipients: &[u32]) -> Vec<Toll> {
    let (Some(kind), Some(first)) = (frame.toll, recipients.first()) else { return Vec::new() };
    if context.thing(*first).is_some() {
        return Vec::new();
    }
    let Some(Count { low, best, high }) = number::count(context, *first) else { return Vec::new() };
    let victims = context.actor(*first).map(|m| m.actor);
    let words: Span = context.parsed.span(&context.parsed.nominal(*first));
    let span = words.join(context.parsed.span(&trigger.tokens));
    let span = if span.len() > 120 { words } else { span };
    vec![Toll { kind, low, best, high, victims, span }]
}

/// How the event ended, where a governing verb says so: "repelled the attack", "foiled attempts to storm the base".
fn outcome(context: &Context<'_, '_>, trigger: &Trigger) -> Option<(OutcomeValue, Span)> {
    let parsed = context.parsed;
    let mut at = trigger.head;
    for _ in 0..4 {
        let head = parsed[at].head?;
        match parsed[at].deprel {
            Deprel::Obj | Deprel::NsubjPass => {
                let mut others = Vec::new();
                let verbs = context.lexicon.frames.support(&context.lemma(head));
                let verb = verbs.iter().find(|v| context.others(head, &v.others, &mut others))?;
                return verb.outcome.map(|value| (value, parsed[head].span));
            }
            Deprel::Acl | Deprel::Xcomp | Deprel::Nmod | Deprel::Conj => at = head,
            _ => return None,
        }
    }
    None
}

impl Draft {
    /// The actors in a role.
    pub(super) fn actors(&self, role: Role) -> impl Iterator<Item = usize> + Clone + '_ {
        self.event.participants.iter().filter(move |p| p.role == role).filter_map(|p| p.actor)
    }
}
