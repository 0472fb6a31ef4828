//! What people protest about was told before: it is background, however fresh it is to those who protest.

use std::collections::HashMap;

use super::context::Context;
use super::draft::Draft;
use super::status;
use super::trigger::Trigger;
use crate::reading::{ActorKind, Role, Status};
use crate::syntax::Deprel;

/// How many words up the tree the verb may stand that an act is the content of.
const REACH: usize = 8;

/// Puts into the background the acts that protesters denounce, or demand something about, in words of their own: "They
/// denounced the invasion", "the demonstrators called for justice after a man was killed".
pub(super) fn settle(context: &Context<'_, '_>, drafts: &mut [Draft]) {
    let protests = |d: &&Draft| d.event.plover == "PROTEST" && d.event.status.is_live();
    let protesters: Vec<usize> = drafts.iter().filter(protests).flat_map(|d| d.actors(Role::Initiator)).collect();
    if protesters.is_empty() {
        return;
    }
    let protests = |a: usize| protesters.contains(&a) || context.actors.actors[a].kind == ActorKind::Protesters;
    let voiced: HashMap<u32, bool> = drafts
        .iter()
        .filter(|d| matches!(d.event.plover, "ACCUSE" | "REQUEST" | "REJECT" | "PROTEST"))
        .flat_map(|d| {
            let by_protesters = d.event.plover == "PROTEST" || d.actors(Role::Initiator).any(protests);
            std::iter::once(d.trigger.head).chain(d.trigger.others.iter().copied()).map(move |t| (t, by_protesters))
        })
        .collect();
    for draft in drafts.iter_mut() {
        let force = matches!(draft.event.plover, "ASSAULT" | "COERCE" | "SANCTION" | "MOBILIZE");
        if !force || !draft.event.status.is_live() || draft.actors(Role::Initiator).any(protests) {
            continue;
        }
        let mut heads = std::iter::once(draft.event.head).chain(draft.event.accounts.iter().map(|(head, _)| *head));
        if heads.all(|head| is_voiced(context, head, &voiced)) {
            draft.event.status = Status::Background;
        }
    }
}

/// Whether an act stands in what protesters say.
fn is_voiced(context: &Context<'_, '_>, head: u32, voiced: &HashMap<u32, bool>) -> bool {
    let parsed = context.parsed;
    let mut at = head;
    for _ in 0..REACH {
        let Some(above) = parsed[at].head else { return false };
        let aside = matches!(parsed[at].deprel, Deprel::Parataxis | Deprel::Root)
            || parsed[at].deprel == Deprel::Conj && context.is_verb(at)
            || parsed[at].deprel.is_subject()
            || during(context, at);
        // A participle tells how the protest went on.
        let went_on = parsed[at].deprel == Deprel::Advcl && parsed.child(at, Deprel::Mark).is_none() && at == head;
        if aside || went_on {
            return false;
        }
        if let Some(by_protesters) = voiced.get(&above) {
            return *by_protesters;
        }
        at = above;
    }
    false
}

/// Whether a conjunction or preposition says that something happened meanwhile.
fn during(context: &Context<'_, '_>, token: u32) -> bool {
    context.parsed.children(token).any(|c| {
        matches!(context.parsed[c].deprel, Deprel::Case | Deprel::Mark)
            && matches!(&*context.lemma(c), "during" | "while" | "when" | "as" | "before" | "in" | "amid" | "near")
    })
}

/// "rallied against the invasion", "a march to condemn the killing", "relatives of a man who was shot held a vigil": what
/// people protest about was told before. What happens during the protest is another matter.
pub(super) fn is_grievance(context: &Context<'_, '_>, trigger: &Trigger) -> bool {
    let parsed = context.parsed;
    let mut at = trigger.head;
    let frame = &context.lexicon.frames.frames[trigger.frame];
    if frame.plover == "PROTEST" || !matches!(frame.plover, "ASSAULT" | "COERCE" | "SANCTION" | "MOBILIZE") {
        return false;
    }
    let mut about = false;
    for _ in 0..8 {
        let Some(head) = parsed[at].head else { return false };
        let meanwhile = during(context, at);
        match parsed[at].deprel {
            Deprel::Parataxis | Deprel::Root => return false,
            Deprel::Conj if context.is_verb(at) => return false,
            // A participle tells how the protest went on; what has a subject of its own or aims at something does not.
            Deprel::Advcl if !parsed.children(at).any(|c| parsed[c].deprel == Deprel::Mark) && at == trigger.head => {
                return false;
            }
            _ if meanwhile && &*context.lemma(at) != "protest" && !is_cause(context, at) => return false,
            _ => {}
        }
        about |= head != trigger.head && at != trigger.head || parsed[at].deprel != Deprel::Advcl;
        let staged = |t: u32| {
            context.is_verb(t)
                && parsed.children(t).any(|c| parsed[c].deprel == Deprel::Obj && status::is_protest(context, c))
        };
        if about && (status::is_protest(context, head) || staged(head)) {
            return true;
        }
        at = head;
    }
    false
}

/// "in protest at", "in opposition to", "in support of", "in solidarity with", "amid the invasion".
fn is_cause(context: &Context<'_, '_>, token: u32) -> bool {
    matches!(
        &*context.lemma(token),
        "opposition"
            | "support"
            | "solidarity"
            | "response"
            | "reaction"
            | "condemnation"
            | "memory"
            | "invasion"
            | "war"
    )
}
