//! Whose act an event was, where not its own words say so but others that speak of it: "the brigade claimed responsibility
//! for the attack", "police blamed the brigade". The claim layer keeps who says so.

use std::collections::HashMap;

use super::Participant;
use super::context::Context;
use super::draft::{Draft, is_anaphoric};
use super::roles::participant_kind;
use super::status;
use super::trigger::{self, Trigger};
use crate::lexicon::authorship::{Stand, Told};
use crate::lexicon::frames::Support;
use crate::reading::{Role, Status};
use crate::syntax::{Deprel, Upos};

/// Somebody whom the text makes out, or does not, to be the author of an act.
struct Author {
    /// The word for the act that they speak of.
    act: u32,
    told: Told,
    /// More than one, where they are named together: "a colonel and two sergeants".
    actors: Vec<usize>,
    participants: Vec<Participant>,
}

/// How many sentences back "the crime" may point.
const REACH: usize = 3;

/// Fills the missing initiators of acts of force whose author is told apart from the act. One's own word goes before that of
/// others; where others accuse several, or the accused denies it, the author stays unknown.
pub(super) fn fill(context: &Context<'_, '_>, drafts: &mut [Draft]) {
    let deeds = deeds(context, drafts);
    for (i, draft) in drafts.iter_mut().enumerate() {
        let event = &draft.event;
        let told = event.participants.iter().any(|p| matches!(p.role, Role::Initiator | Role::Party));
        if told || !is_force(draft) {
            continue;
        }
        let own = std::iter::once(event.head).chain(event.accounts.iter().map(|(head, _)| *head));
        let spoken_of = deeds.get(&i).map_or(&[][..], Vec::as_slice);
        let mut authors: Vec<Author> =
            own.chain(spoken_of.iter().copied()).flat_map(|act| authors(context, act, draft.trigger.frame)).collect();
        let denied: Vec<usize> =
            authors.iter().filter(|a| a.told == Told::Denied).flat_map(|a| a.actors.iter().copied()).collect();
        let suffers = |actor: usize| draft.actors(Role::Recipient).any(|r| r == actor);
        authors.retain(|a| a.told != Told::Denied && !a.actors.iter().any(|a| denied.contains(a) || suffers(*a)));
        let Some(surest) = authors.iter().map(|a| a.told).min() else { continue };
        authors.retain(|a| a.told == surest);
        let mut named: Vec<&[usize]> = authors.iter().map(|a| &*a.actors).collect();
        named.dedup();
        if surest == Told::OfOneself || named.len() == 1 {
            let Author { act, participants, .. } = authors.swap_remove(0);
            draft.event.participants.splice(0..0, participants);
            // "The crime" is a further account, so that who speaks of it speaks of the event.
            if spoken_of.contains(&act) {
                let clause = context.parsed.clause(context.parsed.predicate(act));
                draft.event.accounts.push((act, clause));
            }
        }
    }
}

fn is_force(draft: &Draft) -> bool {
    matches!(draft.event.plover, "ASSAULT" | "COERCE") && draft.event.status.is_real()
}

/// "The crime", "this incident": words that name no kind of act and point back to the act told of last, by its index.
fn deeds(context: &Context<'_, '_>, drafts: &[Draft]) -> HashMap<usize, Vec<u32>> {
    let parsed = context.parsed;
    let mut told: Vec<(u32, usize)> = Vec::new();
    for (i, draft) in drafts.iter().enumerate().filter(|(_, d)| is_force(d)) {
        told.push((draft.event.head, i));
        told.extend(draft.event.accounts.iter().map(|(head, _)| (*head, i)));
    }
    told.sort_unstable();
    let names = |t: u32| parsed[t].upos == Upos::Noun && context.lexicon.frames.is_of_class("deed", &context.lemma(t));
    let points = |t: u32| names(t) && is_anaphoric(context, t);
    let mut meant: HashMap<usize, Vec<u32>> = HashMap::new();
    let first = told.first().map_or(parsed.tokens.len() as u32, |(head, _)| *head);
    for deed in (first..parsed.tokens.len() as u32).filter(|t| points(*t)) {
        let Some((head, i)) = told[..told.partition_point(|(head, _)| *head < deed)].last() else { continue };
        if parsed.sentence_index(deed) - parsed.sentence_index(*head) <= REACH {
            meant.entry(*i).or_default().push(deed);
        }
    }
    meant
}

/// Whom the words that stand around an act make out to be its author.
fn authors(context: &Context<'_, '_>, act: u32, frame: usize) -> Vec<Author> {
    let parsed = context.parsed;
    // "The attack, for which the brigade is held responsible": the pronoun stands where the act would.
    let relative = parsed.children(act).filter(|c| parsed[*c].deprel == Deprel::AclRelcl).flat_map(|clause| {
        parsed.subtree(clause).take(12).filter(|t| matches!(&*context.lemma(*t), "which" | "that")).take(1)
    });
    // "Gunmen carried out the attack".
    let carried = trigger::support(context, act).filter(|(_, subject)| *subject == Support::Initiator);
    let carrier = carried.and_then(|(verb, _)| Some((verb, Told::OfAnother, parsed.doer(verb)?)));
    let phrases = std::iter::once(act).chain(relative).flat_map(|stand_in| phrases(context, stand_in));
    let mut found = Vec::new();
    for (head, told, who) in phrases.chain(carrier) {
        let governor = Trigger { head, tokens: head..head + 1, others: Vec::new(), frame, support: None };
        let real = status::status(context, &governor, &mut ()).is_some_and(Status::is_real);
        let mut author = Author { act, told, actors: Vec::new(), participants: Vec::new() };
        let sides = context.actors.sides(parsed, speaker(context, who));
        for side in sides.into_iter().filter(|side| real && !is_anybody(context, *side)) {
            let Some(mention) = context.actor(side).filter(|m| !author.actors.contains(&m.actor)) else { continue };
            let kind = participant_kind(context, mention);
            let (actor, span) = (Some(mention.actor), Some(mention.span));
            author.actors.push(mention.actor);
            author.participants.push(Participant { role: Role::Initiator, kind, actor, span, inferred: false });
        }
        if !author.actors.is_empty() {
            found.push(author);
        }
    }
    found
}

/// "Left leaflets claiming the attack": who left them speaks.
fn speaker(context: &Context<'_, '_>, who: u32) -> u32 {
    let parsed = context.parsed;
    let is_written = context.thing(who).is_some() || parsed[who].upos == Upos::Noun && context.actor(who).is_none();
    let carrier =
        parsed[who].head.filter(|verb| is_written && context.is_verb(*verb) && parsed[who].deprel == Deprel::Obj);
    carrier.and_then(|verb| parsed.doer(verb)).unwrap_or(who)
}

/// "No group", "the people responsible", "those who did it": words that say nothing of who it was.
fn is_anybody(context: &Context<'_, '_>, who: u32) -> bool {
    let generic = matches!(
        &*context.lemma(who),
        "person"
            | "people"
            | "one"
            | "those"
            | "anyone"
            | "someone"
            | "somebody"
            | "individual"
            | "culprit"
            | "perpetrator"
    );
    let told = |c: u32| matches!(context.parsed[c].deprel, Deprel::Nummod | Deprel::Compound | Deprel::Appos);
    context.parsed.children(who).any(|c| &*context.lemma(c) == "no")
        || generic && !context.parsed.children(who).any(told)
}

/// The phrases of authorship that an act stands in: their heads, whose word they are, and who stands in the other place.
fn phrases(context: &Context<'_, '_>, act: u32) -> Vec<(u32, Told, u32)> {
    let parsed = context.parsed;
    let mut found = Vec::new();
    // "The group behind the attack", "the group was behind the attack".
    for case in parsed.cases(act) {
        for phrase in context.lexicon.authorship.phrases(&context.lemma(case)) {
            let who =
                parsed.child(act, Deprel::Nsubj).or(parsed[act].head.filter(|_| parsed[act].deprel == Deprel::Nmod));
            found.extend(who.map(|who| (act, phrase.told, who)));
        }
    }
    // The act hangs on the phrase's head, or on the noun that goes with it ("responsibility").
    let above = std::iter::successors(parsed[act].head, |at| parsed[*at].head).take(2);
    let mut others = Vec::new();
    for head in above.filter(|h| matches!(parsed[*h].upos, Upos::Verb | Upos::Adj | Upos::Noun)) {
        for phrase in context.lexicon.authorship.phrases(&context.lemma(head)) {
            if context.others(head, &phrase.others, &mut others)
                && stands(context, head, &others, &phrase.act, act)
                && let Some(who) = standing(context, head, &phrase.who)
                && who != act
            {
                found.push((head, phrase.told, who));
            }
        }
    }
    found
}

/// Whether an act stands where a phrase has it.
fn stands(context: &Context<'_, '_>, head: u32, others: &[u32], stand: &Stand, act: u32) -> bool {
    let parsed = context.parsed;
    match stand {
        Stand::Subject => parsed.subject(head) == Some(act),
        Stand::Object => parsed.undergoer(head) == Some(act) && parsed[act].head == Some(head),
        Stand::After(preposition) => {
            let marked =
                || parsed.children(act).any(|c| parsed[c].deprel == Deprel::Mark && *context.lemma(c) == **preposition);
            let hangs = |on: u32| parsed[act].head == Some(on);
            (hangs(head) || others.iter().any(|other| hangs(*other))) && (parsed.has_case(act, preposition) || marked())
        }
    }
}

/// Who stands where a phrase has its actor.
fn standing(context: &Context<'_, '_>, head: u32, stand: &Stand) -> Option<u32> {
    let parsed = context.parsed;
    match stand {
        // "Soldiers responsible for", "the group guilty of".
        Stand::Subject if parsed[head].upos == Upos::Adj => parsed
            .subject(head)
            .or_else(|| parsed[head].head.filter(|_| matches!(parsed[head].deprel, Deprel::Amod | Deprel::Acl))),
        Stand::Subject => parsed.doer(head),
        Stand::Object => parsed.undergoer(head),
        Stand::After(preposition) => {
            parsed.children(head).find(|c| parsed[*c].deprel.is_modifier() && parsed.has_case(*c, preposition))
        }
    }
}
