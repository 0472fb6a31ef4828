//! Whether an event happened: from tense, modals, negation, conditions and the words that govern it.
//!
//! The walk goes from the trigger up to the sentence's root. Each step may make the event less real; the least real
//! answer stands (Sauri and Pustejovsky 2009, "FactBank").

use super::context::Context;
use super::explain::Witness;
use super::trigger::Trigger;
use crate::lexicon::frames::{Frame, Support};
use crate::reading::Status;
use crate::syntax::{Deprel, Feats, Upos};

/// How real a status is, from 0 (it happened) up.
fn unreality(status: Status) -> u8 {
    match status {
        Status::Happened | Status::Background => 0,
        Status::Ongoing => 1,
        Status::Attempted => 2,
        Status::Planned => 3,
        Status::Possible => 4,
        Status::Hypothetical => 5,
        Status::Denied => 6,
    }
}

fn less_real(a: Status, b: Status) -> Status {
    if unreality(b) > unreality(a) { b } else { a }
}

/// The status of a trigger's event, before its date is known. None where the words are generic and tell of no event.
pub(super) fn status(context: &Context<'_, '_>, trigger: &Trigger, witness: &mut impl Witness) -> Option<Status> {
    let parsed = context.parsed;
    let mut status = Status::Happened;
    // Takes what a word says into account, and tells of it where it made the event less real.
    let mut lower = |status: &mut Status, by: u32, to: Status| {
        let less = less_real(*status, to);
        if less != *status {
            witness.step(by, less);
        }
        *status = less;
    };
    let mut at = trigger.head;
    if !context.is_verb(at) && parsed[at].upos != Upos::Adj {
        lower(&mut status, at, nominal(context, at)?);
    }
    // An event noun stands firm unless a word that governs it directly says otherwise: "called for an inquiry into the
    // attack" leaves the attack as real as it was.
    let mut firm = false;
    let mut reported = None;
    // Whether only what governs a clause bears on the event, and not the clause's own words.
    let mut shared = false;
    for _ in 0..64 {
        let predicative = context.is_verb(at) || parsed.has_copula(at) || is_auxiliary(context, at);
        if predicative && !firm && !std::mem::take(&mut shared) {
            let told = clause(context, at, trigger);
            lower(
                &mut status,
                at,
                match reported {
                    // "It is not clear how many were killed" and "did not say why they attacked" take the deed for granted; to
                    // deny a saying is not to deny what was said.
                    Some(below) if told == Status::Denied => unsaid(context, below),
                    _ => told,
                },
            );
        }
        let (Some(head), deprel) = (parsed[at].head, parsed[at].deprel) else { break };
        if !firm {
            lower(&mut status, head, governor(context, at, head, deprel, trigger));
        }
        reported =
            (matches!(deprel, Deprel::Ccomp | Deprel::Csubj | Deprel::Advcl) && parsed.is_finite(at)).then_some(at);
        match deprel {
            // "a possible strike that killed civilians": what is said of an event is as real as the event.
            Deprel::AclRelcl if context.names_event(head) => {
                lower(&mut status, head, nominal(context, head)?);
                firm = false;
            }
            // What is said beside the point is told as fact.
            Deprel::AclRelcl | Deprel::Parataxis | Deprel::Appos | Deprel::List => break,
            Deprel::Nmod
            | Deprel::NmodPoss
            | Deprel::Obl
            | Deprel::OblUnmarked
            | Deprel::NmodUnmarked
            | Deprel::OblAgent
                if !counts(context, head) =>
            {
                firm = true;
            }
            // "if they attack, the army will answer": the condition's own mark has been read; the main clause's modals
            // are not the condition's.
            Deprel::Advcl if !is_infinitive(context, at) => break,
            Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass => {
                let supported = trigger.support.is_some_and(|(verb, _)| verb == head);
                firm = firm || !(supported || governs_objects(context, head));
            }
            Deprel::Conj if context.is_verb(at) && has_own_frame(context, at) => {
                // A coordinated clause with its own subject or tense stands by itself below the shared governor; one that
                // tells a fact beside an infinitive stands above that too.
                let first = first_conjunct(context, at);
                shared = parsed.is_finite(first) || !parsed.is_finite(at);
                at = if shared { first } else { parsed[first].head.unwrap_or(first) };
                continue;
            }
            _ => {}
        }
        at = head;
    }
    Some(status)
}

/// What the denial of a saying leaves of what is said: "how many were killed" stands, "that they attacked" may be.
fn unsaid(context: &Context<'_, '_>, clause: u32) -> Status {
    let parsed = context.parsed;
    let asks = |t: u32| {
        matches!(&*context.lemma(t), "how" | "why" | "when" | "where" | "who" | "whom" | "whose" | "which" | "what")
    };
    let range = parsed.subtree(clause);
    if (range.start..clause).take(4).any(asks) { Status::Happened } else { Status::Possible }
}

/// "an attempt at an attack", "a series of attacks": the noun above names the same event.
fn counts(context: &Context<'_, '_>, noun: u32) -> bool {
    let lemma = context.lemma(noun);
    let verbal = context.is_verb(noun);
    matches!(&*lemma, "series" | "wave" | "number" | "string" | "spate" | "kind" | "type" | "act")
        || context
            .lexicon
            .factuality
            .cues(&lemma, context.parsed[noun].upos)
            .iter()
            .any(|c| if verbal { c.object } else { c.others.is_empty() })
}

fn governs_objects(context: &Context<'_, '_>, verb: u32) -> bool {
    let lemma = context.lemma(verb);
    context.lexicon.factuality.cues(&lemma, context.parsed[verb].upos).iter().any(|c| c.object)
}

fn is_auxiliary(context: &Context<'_, '_>, token: u32) -> bool {
    context.parsed[token].upos == Upos::Aux
}

fn is_infinitive(context: &Context<'_, '_>, verb: u32) -> bool {
    context.parsed[verb].feats.has(Feats::VERBFORM_INF)
        || context
            .parsed
            .children(verb)
            .any(|c| context.parsed[c].deprel == Deprel::Mark && context.parsed.word(c).eq_ignore_ascii_case("to"))
}

fn has_own_frame(context: &Context<'_, '_>, verb: u32) -> bool {
    context.parsed.children(verb).any(|c| {
        context.parsed[c].deprel.is_subject() || matches!(context.parsed[c].deprel, Deprel::Aux | Deprel::AuxPass)
    })
}

/// The first clause of the series that a coordinated one stands in.
fn first_conjunct(context: &Context<'_, '_>, verb: u32) -> u32 {
    let above = |at: &u32| context.parsed[*at].head.filter(|_| context.parsed[*at].deprel == Deprel::Conj);
    std::iter::successors(Some(verb), above).last().unwrap_or(verb)
}

/// What the determiners and adjectives of an event noun say: "no attack", "a possible attack", "any attack".
fn nominal(context: &Context<'_, '_>, noun: u32) -> Option<Status> {
    let parsed = context.parsed;
    let mut status = Status::Happened;
    for child in parsed.children(noun) {
        let lemma = context.lemma(child);
        match parsed[child].deprel {
            Deprel::Det => match &*lemma {
                "no" => return Some(Status::Denied),
                "any" | "every" | "each" => return None,
                _ => {}
            },
            Deprel::Amod => {
                for cue in context.lexicon.factuality.cues(&lemma, Upos::Adj) {
                    status = less_real(status, cue.status);
                }
                if matches!(&*lemma, "further" | "more") && status == Status::Happened {
                    status = Status::Happened;
                }
                if matches!(&*lemma, "attempted" | "failed" | "foiled" | "abortive" | "thwarted") {
                    status = less_real(status, Status::Attempted);
                }
                if matches!(&*lemma, "ongoing" | "continuing" | "continued") {
                    status = less_real(status, Status::Ongoing);
                }
            }
            _ => {}
        }
    }
    Some(status)
}

/// What a clause's own tense, modals, negation and marks say.
fn clause(context: &Context<'_, '_>, verb: u32, trigger: &Trigger) -> Status {
    let parsed = context.parsed;
    let (mut status, mut negated, mut progressive, mut perfect) = (Status::Happened, false, false, false);
    let mut present = parsed[verb].feats.has(Feats::TENSE_PRES) && parsed[verb].feats.has(Feats::VERBFORM_FIN);
    let mut modal = Status::Happened;
    for child in parsed.children(verb) {
        let lemma = context.lemma(child);
        match parsed[child].deprel {
            Deprel::Aux | Deprel::AuxPass | Deprel::Cop => match &*lemma {
                "will" | "shall" if parsed.word(child).eq_ignore_ascii_case("would") => modal = Status::Hypothetical,
                "will" | "shall" | "'ll" | "wo" => modal = Status::Planned,
                "would" | "'d" => modal = Status::Hypothetical,
                "can" if parsed.word(child).eq_ignore_ascii_case("could") => modal = Status::Possible,
                "may" | "might" | "can" | "could" => modal = Status::Possible,
                "should" | "must" | "ought" => modal = Status::Hypothetical,
                "be" => {
                    let ing = parsed[verb].feats.has(Feats::VERBFORM_PART.with(Feats::TENSE_PRES))
                        || parsed[verb].feats.has(Feats::VERBFORM_GER);
                    progressive |= ing && parsed[child].deprel == Deprel::Aux;
                    present |= parsed[child].feats.has(Feats::TENSE_PRES);
                }
                "have" => {
                    perfect = true;
                    present &= !parsed[child].feats.has(Feats::TENSE_PAST);
                }
                _ => {}
            },
            Deprel::Advmod | Deprel::Det => match &*lemma {
                "not" | "never" | "n't" => negated = true,
                "allegedly" | "reportedly" => {}
                "perhaps" | "maybe" | "possibly" | "probably" => modal = less_real(modal, Status::Possible),
                _ => {}
            },
            Deprel::Mark => match &*lemma {
                "if" | "unless" | "whether" | "lest" => status = less_real(status, Status::Hypothetical),
                "without" => status = less_real(status, Status::Denied),
                "to" => {}
                _ => {}
            },
            Deprel::Nsubj | Deprel::NsubjPass => {
                let none = matches!(&*lemma, "nobody" | "none" | "no one" | "nothing");
                let no = parsed.children(child).any(|d| parsed[d].deprel == Deprel::Det && &*context.lemma(d) == "no");
                negated |= none || (no && child != trigger.head);
            }
            _ => {}
        }
    }
    // "may have attacked" may be; "would have attacked" was not.
    status = less_real(status, modal);
    if negated {
        status = less_real(status, Status::Denied);
    }
    if parsed[verb].feats.has(Feats::MOOD_IMP) {
        status = less_real(status, Status::Hypothetical);
    }
    if status == Status::Happened && present && progressive && !perfect {
        status = Status::Ongoing;
    }
    status
}

/// What the word above says of a clause or an event noun below it.
fn governor(context: &Context<'_, '_>, at: u32, head: u32, deprel: Deprel, trigger: &Trigger) -> Status {
    let parsed = context.parsed;
    let lemma = context.lemma(head);
    let infinitive = is_infinitive(context, at) && !perfect_infinitive(context, at);
    let clausal = matches!(deprel, Deprel::Ccomp | Deprel::Xcomp | Deprel::Acl | Deprel::Advcl | Deprel::Csubj);
    let gerund_object = matches!(deprel, Deprel::Obl | Deprel::Nmod | Deprel::Obj);
    let how = parsed.children(at).any(|c| c < at && parsed[c].feats.has(Feats::PRONTYPE_INT));
    let mut others = Vec::new();
    let cues = context.lexicon.factuality.cues(&lemma, parsed[head].upos);
    let cue = cues.iter().find(|c| c.others.is_empty() || context.others(head, &c.others, &mut others));
    match cue {
        Some(cue) if clausal && deprel != Deprel::Advcl && cue.status != Status::Happened => return cue.status,
        Some(cue) if cue.object && matches!(deprel, Deprel::Obj | Deprel::NsubjPass) => return cue.status,
        Some(cue) if cue.object && gerund_object && relates(context, at, &others) => return cue.status,
        Some(cue)
            if clausal
                && (infinitive || is_gerund_after_preposition(context, at))
                && (cue.status != Status::Happened || deprel == Deprel::Xcomp)
                && !how =>
        {
            return cue.status;
        }
        _ => {}
    }
    let carries = trigger.support.is_some_and(|(verb, subject)| verb == head && subject == Support::Event);
    match deprel {
        // "knows how to bomb" tells of no bombing.
        _ if infinitive && how => Status::Possible,
        // "gathered to demand elections": who comes together to say something says it.
        Deprel::Xcomp | Deprel::Acl | Deprel::Advcl
            if infinitive && at == trigger.head && voices(context, trigger, head) =>
        {
            Status::Happened
        }
        // An infinitive that nothing vouches for is an aim: "arrived to attack", "the plan to attack".
        Deprel::Xcomp | Deprel::Acl | Deprel::Advcl | Deprel::Ccomp if infinitive && !carries => Status::Possible,
        _ => Status::Happened,
    }
}

/// Whether an act is one of expression, and the verb above it one of coming together or staging a protest.
fn voices(context: &Context<'_, '_>, trigger: &Trigger, governor: u32) -> bool {
    let parsed = context.parsed;
    let frames = &context.lexicon.frames;
    let expresses =
        matches!(frames.frames[trigger.frame].plover, "PROTEST" | "REQUEST" | "ACCUSE" | "REJECT" | "SUPPORT");
    let protest = |t: u32| is_protest(context, t);
    let stages = |verb: u32| {
        frames.is_of_class("gathering", &context.lemma(verb))
            || protest(verb)
            || parsed.children(verb).any(|c| parsed[c].deprel == Deprel::Obj && protest(c))
    };
    // "took to the streets, slowing traffic down, to protest": the aim may hang on the last of what they did.
    let above = parsed[governor].head.filter(|_| matches!(parsed[governor].deprel, Deprel::Advcl | Deprel::Conj));
    // What people do to protest is their protest: "lit a fire to protest".
    let frame = &frames.frames[trigger.frame];
    let acts_it_out = frame.plover == "PROTEST" && frame.is_open() && parsed[trigger.head].deprel == Deprel::Advcl;
    expresses && (stages(governor) || above.is_some_and(stages) || acts_it_out)
}

/// Whether a word names a demonstration, a strike or a sit-in.
pub(super) fn is_protest(context: &Context<'_, '_>, token: u32) -> bool {
    let frames = &context.lexicon.frames;
    let lemma = context.lemma(token);
    if context.is_verb(token) && frames.is_of_class("assembly", &lemma) {
        return true;
    }
    let entries = frames.entries(&lemma, context.parsed[token].upos);
    let mut own = entries.iter().filter(|e| e.others.is_empty()).map(|e| &frames.frames[e.frame]);
    let demonstrates = |f: &Frame| {
        let mode = f.mode.as_deref().is_some_and(|m| matches!(m, "demo" | "hunger" | "strike"));
        f.plover == "PROTEST" && mode && (!context.is_verb(token) || f.is_open())
    };
    own.clone().any(demonstrates) && !own.any(|f| f.plover == "ASSAULT")
}

/// "interested in attacking", "capable of attacking".
fn is_gerund_after_preposition(context: &Context<'_, '_>, verb: u32) -> bool {
    let parsed = context.parsed;
    !parsed[verb].feats.has(Feats::VERBFORM_FIN)
        && parsed.children(verb).any(|c| {
            parsed[c].deprel == Deprel::Mark
                && matches!(&*context.lemma(c), "in" | "of" | "on" | "from" | "at" | "to" | "for")
        })
}

/// Whether a nominal hangs on its governor by a preposition that passes the governor's meaning on: "fear of attacks",
/// "call for an attack".
fn relates(context: &Context<'_, '_>, at: u32, others: &[u32]) -> bool {
    context.parsed.cases(at).any(|c| {
        others.contains(&c) || matches!(&*context.lemma(c), "of" | "for" | "at" | "against" | "about" | "from")
    })
}

/// "is said to have attacked" tells of the past.
fn perfect_infinitive(context: &Context<'_, '_>, verb: u32) -> bool {
    context.parsed.children(verb).any(|c| context.parsed[c].deprel == Deprel::Aux && &*context.lemma(c) == "have")
}
