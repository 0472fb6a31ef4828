//! Finds the words that name events.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::context::Context;
use super::explain::{Refusal, Witness};
use crate::lexicon::agents::Unit;
use crate::lexicon::frames::{Entry, Frame, Support};
use crate::syntax::{Deprel, Upos};

/// A word or phrase that names an event, with the frame that it evokes.
#[derive(Clone, Debug)]
pub(super) struct Trigger {
    /// The token that the tree hangs on.
    pub head: u32,
    /// All its words where they stand together, else the head alone.
    pub tokens: Range<u32>,
    /// The other words of the phrase.
    pub others: Vec<u32>,
    /// Index in the lexicon's frames.
    pub frame: usize,
    /// The supporting verb of an event noun, and what its subject is.
    pub support: Option<(u32, Support)>,
}

/// Every trigger, in reading order.
pub(super) fn find(context: &Context<'_, '_>, witness: &mut impl Witness) -> Vec<Trigger> {
    let mut triggers = Vec::new();
    let mut found = Vec::new();
    for head in 0..context.parsed.tokens.len() as u32 {
        triggers.extend(at(context, head, &mut found, witness));
    }
    let content: HashSet<u32> = triggers.iter().flat_map(|t| content(context, t)).collect();
    // "Fought a war": the noun names the event, and the verb only says who was in it.
    let plover = |frame: usize| &context.lexicon.frames.frames[frame].plover;
    let carriers: HashMap<u32, usize> = triggers
        .iter()
        .filter_map(|t| t.support.filter(|(_, s)| *s == Support::Initiator).map(|(verb, _)| (verb, t.frame)))
        .collect();
    let protests: HashSet<u32> = triggers
        .iter()
        .filter(|t| *plover(t.frame) == "PROTEST")
        .flat_map(|t| std::iter::once(t.head).chain(t.support.map(|(verb, _)| verb)))
        .collect();
    triggers.retain(|t| {
        let carries = carriers.get(&t.head).is_some_and(|noun| plover(*noun) == plover(t.frame));
        let kept = !content.contains(&t.head) && !carries && !says_why(context, t, &protests);
        if !kept {
            witness.refuse(t.head, t.frame, Refusal::Content);
        }
        kept
    });
    triggers
}

/// "A hunger strike in protest of the verdict", "blocked the road to protest against the law": words for protest that only say
/// why people do what they do to protest.
fn says_why(context: &Context<'_, '_>, trigger: &Trigger, protests: &HashSet<u32>) -> bool {
    let parsed = context.parsed;
    let token = trigger.head;
    let marked = match parsed[token].deprel {
        Deprel::Obl | Deprel::Nmod => parsed.has_case(token, "in") && parsed.child(token, Deprel::Det).is_none(),
        Deprel::Advcl | Deprel::Acl | Deprel::Xcomp => {
            parsed.child(token, Deprel::Mark).is_some_and(|m| parsed.word(m).eq_ignore_ascii_case("to"))
        }
        _ => false,
    };
    marked && protests.contains(&token) && parsed[token].head.is_some_and(|above| protests.contains(&above))
}

/// The words that tell what a verb's event is about and name none of their own: its phrase's other words, and the objects
/// and complements that its frame asks for. "Called off the strike" is no strike, "refused to talk" no talk.
fn content(context: &Context<'_, '_>, trigger: &Trigger) -> Vec<u32> {
    let parsed = context.parsed;
    if !context.is_verb(trigger.head) {
        return Vec::new();
    }
    let frame = &context.lexicon.frames.frames[trigger.frame];
    let mut content = trigger.others.clone();
    if frame.with.is_empty() && frame.objects.is_empty() {
        return content;
    }
    for child in parsed.children(trigger.head) {
        let argument = match parsed[child].deprel {
            Deprel::Obj | Deprel::NsubjPass | Deprel::Xcomp => true,
            // "call for the release": the phrase's own preposition marks it.
            Deprel::Obl => parsed.cases(child).any(|c| trigger.others.contains(&c)),
            _ => false,
        };
        if argument {
            let listed = |t: &u32| context.is_listed(*t, &frame.with) || context.is_listed(*t, &frame.objects);
            content.extend(parsed.conjuncts(child).into_iter().filter(listed));
        }
    }
    content
}

fn at(context: &Context<'_, '_>, head: u32, found: &mut Vec<u32>, witness: &mut impl Witness) -> Option<Trigger> {
    let parsed = context.parsed;
    let token = &parsed[head];
    let verbal = match token.upos {
        Upos::Verb => true,
        Upos::Noun | Upos::Propn => false,
        Upos::Adj if parsed.has_copula(head) => true,
        _ => return None,
    };
    let lemma = context.lemma(head);
    let entries = context.lexicon.frames.entries(&lemma, token.upos);
    let first = entries.first()?;
    if let Err(refusal) = can_name_an_event(context, head, verbal) {
        if first.others.is_empty() {
            witness.refuse(head, first.frame, refusal);
        }
        return None;
    }
    let entry = entries.iter().find(|entry| match fits(context, head, entry, found) {
        Ok(()) => true,
        Err(refusal) => {
            witness.refuse(head, entry.frame, refusal);
            false
        }
    })?;
    context.others(head, &entry.others, found);
    let support = if verbal { None } else { support(context, head) };
    let (low, high) = found.iter().fold((head, head), |(l, h), t| (l.min(*t), h.max(*t)));
    let together = high - low <= 2 * found.len() as u32;
    let tokens = if together { low..high + 1 } else { head..head + 1 };
    Some(Trigger { head, tokens, others: found.clone(), frame: entry.frame, support })
}

/// Words in certain places name no event whatever they mean: parts of names, modifiers of nouns, auxiliaries.
fn can_name_an_event(context: &Context<'_, '_>, head: u32, verbal: bool) -> Result<(), Refusal> {
    let token = &context.parsed[head];
    if context.is_time(head) {
        return Err(Refusal::Time);
    }
    if verbal {
        return match token.deprel {
            Deprel::Amod | Deprel::Compound | Deprel::Case | Deprel::Mark | Deprel::Flat => Err(Refusal::Modifier),
            _ => Ok(()),
        };
    }
    if matches!(
        token.deprel,
        Deprel::Compound | Deprel::Amod | Deprel::Flat | Deprel::Fixed | Deprel::NmodDesc | Deprel::Case
    ) {
        return Err(Refusal::Modifier);
    }
    if context.is_named(head) || context.place(head).is_some() {
        return Err(Refusal::Name);
    }
    if is_document(context, head) {
        return Err(Refusal::Document);
    }
    if is_in_title(context, head) {
        return Err(Refusal::Title);
    }
    Ok(())
}

/// "the release said", "according to the agreement": words on paper.
fn is_document(context: &Context<'_, '_>, noun: u32) -> bool {
    let parsed = context.parsed;
    let speaks = parsed[noun].deprel == Deprel::Nsubj
        && parsed[noun]
            .head
            .is_some_and(|h| matches!(&*context.lemma(h), "say" | "state" | "read" | "add" | "note" | "stipulate"));
    speaks || parsed.cases(noun).any(|c| parsed.word(c).eq_ignore_ascii_case("according"))
}

/// "the head of counter-terrorism operations", "a leader of the revolt": what somebody is in charge of is no event told.
fn is_in_title(context: &Context<'_, '_>, noun: u32) -> bool {
    let parsed = context.parsed;
    parsed[noun].deprel == Deprel::Nmod
        && parsed.has_case(noun, "of")
        && parsed[noun].head.is_some_and(|head| {
            parsed[head].upos == Upos::Noun
                && context
                    .lexicon
                    .agents
                    .get(&context.lemma(head))
                    .is_some_and(|a| matches!(a.unit, Unit::Office | Unit::Rank))
        })
}

fn fits(context: &Context<'_, '_>, head: u32, entry: &Entry, found: &mut Vec<u32>) -> Result<(), Refusal> {
    let frame: &Frame = &context.lexicon.frames.frames[entry.frame];
    if !context.others(head, &entry.others, found) {
        return Err(Refusal::Phrase);
    }
    if !frame.with.is_empty() && context.company(head, found, &frame.with).is_none() {
        return Err(Refusal::Alone);
    }
    if let Some(bar) = context.company(head, &with_governor(context, head, found), &frame.without) {
        return Err(Refusal::Barred(bar));
    }
    if frame.animate && is_done_to_nobody(context, head) {
        return Err(Refusal::Inanimate);
    }
    if !frame.objects.is_empty() && !is_done_to_one_of(context, head, &frame.objects) {
        return Err(Refusal::Object);
    }
    if !frame.own.is_empty() && !speaks_of_own_act(context, head, &frame.own) {
        return Err(Refusal::Own);
    }
    if !frame.subjects.is_empty() && !is_done_by_one_of(context, head, &frame.subjects) {
        return Err(Refusal::Subject);
    }
    Ok(())
}

/// "declared war on poverty": what hangs on the verb of an event noun keeps the noun company.
fn with_governor(context: &Context<'_, '_>, head: u32, found: &[u32]) -> Vec<u32> {
    let parsed = context.parsed;
    let governor = parsed[head].head.filter(|_| !context.is_verb(head) && parsed[head].deprel == Deprel::Obj);
    found.iter().copied().chain(governor).collect()
}

fn is_done_to_one_of(context: &Context<'_, '_>, head: u32, objects: &[Box<str>]) -> bool {
    let undergoer = context.parsed.undergoer(head);
    undergoer.is_some_and(|u| context.parsed.conjuncts(u).iter().any(|t| context.is_listed(*t, objects)))
}

/// "said it would withdraw", "is ready to help": whether what is said is an act of the speaker's own, of one of some types.
fn speaks_of_own_act(context: &Context<'_, '_>, head: u32, types: &[Box<str>]) -> bool {
    let parsed = context.parsed;
    let Some(speaker) = parsed.doer(head) else { return false };
    let clause = parsed.children(head).find(|c| {
        *c > head && matches!(parsed[*c].deprel, Deprel::Ccomp | Deprel::Xcomp | Deprel::Acl | Deprel::Advcl)
    });
    let Some(clause) = clause.filter(|c| context.is_verb(*c)) else { return false };
    let own = match parsed.children(clause).find(|c| parsed[*c].deprel.is_subject()) {
        None => true,
        Some(subject) => {
            let actor = |t| context.actor(t).map(|m| m.actor);
            let same = actor(subject).is_some() && actor(subject) == actor(speaker);
            // Who speaks of "it" or "they" right after the own name speaks of himself, where nobody else is known to be meant.
            let pronoun = matches!(&*context.lemma(subject), "it" | "they" | "he" | "she" | "we" | "i");
            same || (pronoun && (actor(subject).is_none() || actor(speaker).is_none()))
        }
    };
    let mut found = Vec::new();
    own && context.lexicon.frames.entries(&context.lemma(clause), Upos::Verb).iter().any(|entry| {
        let frame = &context.lexicon.frames.frames[entry.frame];
        frame.own.is_empty()
            && types.iter().any(|t| **t == *frame.plover)
            && fits(context, clause, entry, &mut found).is_ok()
    })
}

/// Whether the doer is one of a list, or there is none to be seen ("three were arrested").
fn is_done_by_one_of(context: &Context<'_, '_>, head: u32, subjects: &[Box<str>]) -> bool {
    let parsed = context.parsed;
    parsed.doer(head).is_none_or(|doer| {
        parsed.conjuncts(doer).iter().any(|t| {
            context.is_listed(*t, subjects)
                || parsed.children(*t).any(|c| parsed[c].deprel == Deprel::Compound && context.is_listed(c, subjects))
        })
    })
}

/// "killed the bill", "the rape of the environment": words for harm to people, used of other things.
fn is_done_to_nobody(context: &Context<'_, '_>, head: u32) -> bool {
    let parsed = context.parsed;
    let undergoer = if context.is_verb(head) {
        parsed.undergoer(head)
    } else {
        parsed.children(head).find(|c| parsed[*c].deprel == Deprel::Nmod && parsed.has_case(*c, "of"))
    };
    undergoer.is_some_and(|u| parsed.conjuncts(u).iter().all(|t| context.is_nobody(*t)))
}

/// The verb that carries an event noun, where one does: "launched an attack", "came under fire", "the attack took place".
pub(super) fn support(context: &Context<'_, '_>, noun: u32) -> Option<(u32, Support)> {
    let parsed = context.parsed;
    // "Are on strike", "is at war", "was under siege": the preposition says whose the event is.
    if parsed.has_copula(noun) && parsed.child(noun, Deprel::Nsubj).is_some() {
        let case = |words: &[&str]| words.iter().any(|w| parsed.has_case(noun, w));
        let subject = if case(&["on", "at", "in"]) {
            Some(Support::Initiator)
        } else {
            case(&["under"]).then_some(Support::Recipient)
        };
        return subject.map(|s| (noun, s));
    }
    // "launched a series of attacks": the noun that counts the event stands between.
    let mut at = noun;
    for _ in 0..2 {
        let head = parsed[at].head?;
        let counting =
            matches!(&*context.lemma(head), "series" | "wave" | "number" | "string" | "spate" | "attempt" | "one")
                && parsed[at].deprel == Deprel::Nmod;
        if !counting {
            break;
        }
        at = head;
    }
    while parsed[at].deprel == Deprel::Conj && parsed[at].head.is_some_and(|h| !context.is_verb(h)) {
        at = parsed[at].head?;
    }
    let verb = parsed[at].head?;
    if !context.is_verb(verb) {
        return None;
    }
    let deprel = parsed[at].deprel;
    let passive_subject = deprel == Deprel::NsubjPass || (deprel == Deprel::Nsubj && parsed.is_passive(verb));
    let mut others = Vec::new();
    let lemma = context.lemma(verb);
    for entry in context.lexicon.frames.support(&lemma) {
        // The tree may hang the preposition of "subjected to coordinated attacks" on the adjective; the words tell.
        let between = |word: &str| (verb + 1..at).take(8).any(|t| parsed.word(t).eq_ignore_ascii_case(word));
        if !context.others(verb, &entry.others, &mut others) && !entry.others.iter().all(|word| between(word)) {
            continue;
        }
        let fits = match entry.subject {
            Support::Event => (deprel == Deprel::Nsubj && !passive_subject) || deprel == Deprel::OblAgent,
            Support::Initiator | Support::Recipient => {
                deprel == Deprel::Obj
                    || passive_subject
                    || (deprel == Deprel::Obl && !entry.others.is_empty())
                    || (deprel == Deprel::Obl && parsed.has_case(at, "to") && entry.subject == Support::Recipient)
            }
        };
        if fits {
            // "was subjected to attacks": the passive subject is whom it is done to.
            return Some((verb, entry.subject));
        }
    }
    None
}
