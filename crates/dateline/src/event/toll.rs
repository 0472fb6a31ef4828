//! Tolls that stand beside the act that caused them: "left five people dead", "the death toll rose to 20".

use super::Toll;
use super::context::Context;
use super::draft::Draft;
use super::governing;
use super::number::{self, Count};
use crate::lexicon::tolls::{Counted, TollWord};
use crate::reading::CasualtyKind;
use crate::syntax::{Deprel, Upos};

/// How many sentences back the act may stand.
const REACH: usize = 2;

/// Finds the tolls of a document and gives each to the act that it belongs to. One that belongs to none is left out.
pub(super) fn attach(context: &Context<'_, '_>, drafts: &mut [Draft]) {
    if drafts.is_empty() {
        return;
    }
    let mut others = Vec::new();
    for token in 0..context.parsed.tokens.len() as u32 {
        let upos = context.parsed[token].upos;
        if !matches!(upos, Upos::Adj | Upos::Noun | Upos::Verb) {
            continue;
        }
        let lemma = context.lemma(token);
        for word in context.lexicon.tolls.words(&lemma) {
            if !is_used(upos, word.counted) || !context.others(token, &word.others, &mut others) {
                continue;
            }
            if is_real(context, token)
                && let Some(toll) = read(context, token, word)
                && let Some(draft) = owner(context, drafts, token)
                && !draft.event.casualties.iter().any(|t| t.kind == toll.kind)
            {
                draft.event.casualties.push(toll);
            }
        }
    }
}

/// Whether the words tell of what is, and not of what will, may or would be: "thousands will be displaced" counts nobody.
fn is_real(context: &Context<'_, '_>, token: u32) -> bool {
    let parsed = context.parsed;
    let mut at = token;
    for _ in 0..6 {
        let unreal = parsed.children(at).any(|c| {
            (parsed[c].deprel == Deprel::Aux
                && matches!(
                    &*context.lemma(c),
                    "will" | "shall" | "would" | "may" | "might" | "can" | "could" | "should"
                ))
                || (parsed[c].deprel == Deprel::Mark
                    && matches!(&*context.lemma(c), "if" | "unless" | "whether" | "to"))
        });
        if unreal {
            return false;
        }
        let Some(head) = parsed[at].head else { return true };
        if matches!(parsed[at].deprel, Deprel::AclRelcl | Deprel::Ccomp | Deprel::Parataxis | Deprel::Conj) {
            return true;
        }
        at = head;
    }
    true
}

fn is_used(upos: Upos, counted: Counted) -> bool {
    match counted {
        Counted::Adjective => matches!(upos, Upos::Adj | Upos::Verb),
        Counted::Noun => matches!(upos, Upos::Noun | Upos::Adj),
        Counted::None => upos == Upos::Noun,
        Counted::Object | Counted::Subject => upos == Upos::Verb,
    }
}

fn read(context: &Context<'_, '_>, token: u32, word: &TollWord) -> Option<Toll> {
    let parsed = context.parsed;
    let people = match word.counted {
        Counted::Noun => Some(token)
            .filter(|t| parsed.children(*t).any(|c| parsed[c].deprel == Deprel::Nummod || is_no(context, c)))
            .or_else(|| reached(context, token))
            .or_else(|| of_people(context, token)),
        Counted::None => Some(token).filter(|t| parsed.children(*t).any(|c| is_no(context, c))),
        Counted::Object => parsed.undergoer(token),
        // "Residents fled" tells of no number; a toll of those who died counts also the one.
        Counted::Subject => {
            parsed.subject(token).filter(|s| word.kind == CasualtyKind::Killed || number::is_counted(context, *s))
        }
        Counted::Adjective => counted_by_adjective(context, token),
    }?;
    let Count { low, best, high } = number::count(context, people)?;
    // "No injuries were reported": that nobody has told of any is not that there were none.
    let reported = |t: u32| parsed[t].head.is_some_and(|verb| &*context.lemma(verb) == "report");
    if best == Some(0) && (reported(people) || reported(token)) {
        return None;
    }
    let victims = context.actor(people).map(|m| m.actor);
    let span = parsed.span(&parsed.nominal(people)).join(parsed[token].span);
    Some(Toll { kind: word.kind, low, best, high, victims, span })
}

fn is_no(context: &Context<'_, '_>, token: u32) -> bool {
    context.parsed[token].deprel == Deprel::Det && &*context.lemma(token) == "no"
}

/// "the death of four soldiers": those that the word is of, where they are counted.
fn of_people(context: &Context<'_, '_>, noun: u32) -> Option<u32> {
    let parsed = context.parsed;
    let counted = |t: &u32| parsed.children(*t).any(|c| parsed[c].deprel == Deprel::Nummod);
    parsed.children(noun).find(|c| parsed[*c].deprel == Deprel::Nmod && parsed.has_case(*c, "of") && counted(c))
}

/// "the death toll rose to 20", "put the death toll at 20": the number that the toll's verb leads to.
fn reached(context: &Context<'_, '_>, noun: u32) -> Option<u32> {
    let parsed = context.parsed;
    let verb = parsed[noun].head.filter(|h| context.is_verb(*h))?;
    parsed
        .children(verb)
        .find(|c| parsed[*c].upos == Upos::Num && *c != noun && ["to", "at"].iter().any(|p| parsed.has_case(*c, p)))
}

/// "five people dead", "left five people dead", "five were dead", "five dead".
fn counted_by_adjective(context: &Context<'_, '_>, adjective: u32) -> Option<u32> {
    let parsed = context.parsed;
    if parsed.children(adjective).any(|c| parsed[c].deprel == Deprel::Nummod) {
        return Some(adjective);
    }
    let head = parsed[adjective].head?;
    match parsed[adjective].deprel {
        Deprel::Xcomp => parsed.child(head, Deprel::Obj).or_else(|| parsed.subject(head)),
        Deprel::Amod | Deprel::Acl if matches!(parsed[head].upos, Upos::Noun | Upos::Num) => {
            // "the dead man" counts nobody; "five people dead" does.
            parsed.children(head).any(|c| parsed[c].deprel == Deprel::Nummod).then_some(head)
        }
        _ => parsed.children(adjective).find(|c| parsed[*c].deprel.is_subject()),
    }
}

/// The act that a toll belongs to: the nearest in the tree, else the last one told before it.
fn owner<'d>(context: &Context<'_, '_>, drafts: &'d mut [Draft], token: u32) -> Option<&'d mut Draft> {
    let sentence = context.parsed.sentence_index(token);
    let first = drafts.partition_point(|d| d.sentence + REACH < sentence);
    let past = drafts.partition_point(|d| d.sentence <= sentence);
    let fits = |d: &Draft| d.event.plover == "ASSAULT" && d.event.status.is_real();
    let near = (first..past).filter(|i| drafts[*i].sentence == sentence && fits(&drafts[*i])).min_by_key(|i| {
        let trigger = &drafts[*i].trigger;
        governing::distance(context, trigger, token).unwrap_or((u8::MAX, trigger.head.abs_diff(token)))
    });
    let at = near.or_else(|| (first..past).rev().find(|i| drafts[*i].sentence < sentence && fits(&drafts[*i])))?;
    Some(&mut drafts[at])
}
