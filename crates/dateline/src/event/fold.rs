//! Words of one sentence that tell one act are one event: "killed in an attack", "bombed and strafed", "attacked the town,
//! killing ten".

use super::context::Context;
use super::draft::Draft;
use super::merge::{absorb, conflict, differs, modes_agree};
use crate::reading::{ParticipantKind, Role};
use crate::syntax::Deprel;

/// Folds the drafts of each sentence. The drafts stay in reading order.
pub(super) fn within_sentences(context: &Context<'_, '_>, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut merged: Vec<Draft> = Vec::with_capacity(drafts.len());
    let mut start = 0;
    let mut rest = drafts.into_iter().peekable();
    while let Some(first) = rest.next() {
        let sentence = first.sentence;
        merged.push(first);
        while rest.peek().is_some_and(|d| d.sentence == sentence) {
            merged.extend(rest.next());
        }
        fold_sentence(context, &mut merged, start);
        start = merged.len();
    }
    merged
}

/// Folds deaths into the attack that caused them, inside one sentence. What is folded first may tell of a cause itself:
/// "killed one and wounded five in an explosion".
fn fold_sentence(context: &Context<'_, '_>, drafts: &mut Vec<Draft>, start: usize) {
    let told = drafts.len();
    fold_once(context, drafts, start);
    if drafts.len() < told {
        fold_once(context, drafts, start);
    }
}

fn fold_once(context: &Context<'_, '_>, drafts: &mut Vec<Draft>, start: usize) {
    let mut at = start;
    while at < drafts.len() {
        let into =
            (start..drafts.len()).find(|cause| *cause != at && is_consequence(context, &drafts[at], &drafts[*cause]));
        match into {
            Some(cause) => {
                let consequence = drafts.remove(at);
                let cause = if cause > at { cause - 1 } else { cause };
                absorb_consequence(context, &mut drafts[cause], consequence);
            }
            None => at += 1,
        }
    }
}

/// Whether `a` only tells what `b` cost or how it was done: "killed" in "an attack that killed", "killed in the attack",
/// "attacked the town, killing ten".
fn is_consequence(context: &Context<'_, '_>, a: &Draft, b: &Draft) -> bool {
    let parsed = context.parsed;
    if a.event.plover != b.event.plover {
        return false;
    }
    let tolls = !a.event.casualties.is_empty() || has_toll(context, a);
    let (x, y) = (a.trigger.head, b.trigger.head);
    let x_home = a.trigger.support.map_or(x, |(verb, _)| verb);
    let y_home = b.trigger.support.map_or(y, |(verb, _)| verb);
    // The event noun is an argument of the verb: "killed in an attack", "the attack killed".
    let tells_a = |t: u32| t == x || a.event.accounts.iter().any(|(head, _)| *head == t);
    let argument = b.nominal
        && !a.nominal
        && parsed[y].head.is_some_and(tells_a)
        && (matches!(parsed[y].deprel, Deprel::Nsubj | Deprel::Obl | Deprel::OblAgent | Deprel::NsubjPass))
        && !is_setting(context, b);
    if argument {
        // "Seized the university in their battle with the rebels": an act of the whole.
        let whole = context.lexicon.frames.frames[b.trigger.frame].episode && parsed[y].deprel == Deprel::Obl;
        if whole && !tolls {
            return false;
        }
        return tolls || b.anaphoric || !conflict(context, a, b);
    }
    // "the attack was an air strike".
    if a.nominal && b.nominal && parsed.has_copula(x) && parsed[y].head == Some(x) && parsed[y].deprel.is_subject() {
        return true;
    }
    let marked = parsed.children(x).any(|c| matches!(parsed[c].deprel, Deprel::Mark | Deprel::Case));
    // "Used tear gas to disperse the crowd": what force was used for is the force.
    let purpose = parsed[x].deprel == Deprel::Advcl && parsed[x].head == Some(y) && a.trigger.frame == b.trigger.frame;
    if purpose
        && !a.nominal
        && !b.nominal
        && x > y
        && parsed.child(x, Deprel::Mark).is_some_and(|m| parsed.is_one_of(m, &["to"]))
    {
        return !differs(context, a, b);
    }
    // "a bomb exploded, destroying windows": what a weapon or a blast destroys is not an act of its own.
    if a.event.mode.as_deref() == Some("destroy") && b.event.mode.as_deref() != Some("destroy") {
        let near = x.abs_diff(y) < BREATH || parsed.doer(x) == Some(y);
        return !differs(context, a, b) && near && a.event.status == b.event.status;
    }
    // "fired missiles, striking the town": a participle tells how it went on.
    if parsed[x].deprel == Deprel::Advcl
        && !parsed.is_finite(x)
        && !marked
        && (parsed[x].head == Some(y) || parsed[x].head == Some(y_home))
    {
        return !conflict(context, a, b);
    }
    if is_one_act(context, a, b) {
        return true;
    }
    if !tolls {
        return false;
    }
    if has_toll(context, b) {
        // "killed five and wounded ten": one act, two tolls.
        let joined = parsed[x].head == Some(y)
            && (parsed[x].deprel == Deprel::Conj || (parsed[x].deprel == Deprel::Advcl && !marked));
        let modes = a.event.mode.is_none() || a.event.mode == b.event.mode;
        return joined && x > y && modes && a.event.status == b.event.status;
    }
    // "Gunmen who attacked a church killed three": those who killed are told by the attack.
    let told_by = parsed[y].deprel == Deprel::AclRelcl && parsed[y].head.is_some() && parsed[y].head == parsed.doer(x);
    let perfect =
        |verb: u32| parsed.children(verb).any(|c| parsed[c].deprel == Deprel::Aux && &*context.lemma(c) == "have");
    if told_by && perfect(x) == perfect(y) && a.event.status == b.event.status {
        return !conflict(context, a, b);
    }
    // "an attack that killed", "attacked and killed", "attacked, killing".
    let below = parsed[x].head == Some(y) || parsed[x].head == Some(y_home) || parsed[x_home].head == Some(y);
    // "Set fire to the hall and kidnapped the mayor" are two acts.
    let one_deed = a.event.mode.is_none() || modes_agree(a.event.mode.as_deref(), b.event.mode.as_deref());
    let hangs = matches!(
        parsed[x].deprel,
        Deprel::AclRelcl | Deprel::Acl | Deprel::Advcl | Deprel::Conj | Deprel::Xcomp | Deprel::Parataxis
    );
    if below && hangs {
        return parsed[x].deprel != Deprel::Conj || one_deed;
    }
    // "ten died when rebels attacked": the cause hangs below the toll.
    let cause = match parsed[y].deprel {
        Deprel::Advcl | Deprel::AdvclRelcl => true,
        Deprel::Conj => one_deed,
        _ => false,
    };
    if parsed[y].head == Some(x) && cause {
        return true;
    }
    // Deaths without a doer, told in one breath with an attack, are its deaths.
    let doerless = a.actors(Role::Initiator).next().is_none();
    let takes = context.lexicon.frames.frames[b.trigger.frame].outcome.is_some();
    doerless && !takes && x.abs_diff(y) < BREATH && !conflict(context, a, b)
}

/// Whether two verbs tell one act: "bombed and strafed the villages", "attacked by jets that fired rockets", "the explosion of
/// a grenade thrown at a car".
fn is_one_act(context: &Context<'_, '_>, a: &Draft, b: &Draft) -> bool {
    let parsed = context.parsed;
    let (x, y) = (a.trigger.head, b.trigger.head);
    let Some(above) = parsed[x].head.filter(|_| !a.nominal && a.event.status == b.event.status) else { return false };
    let one_mode = || modes_agree(a.event.mode.as_deref(), b.event.mode.as_deref()) && !conflict(context, a, b);
    match parsed[x].deprel {
        Deprel::Conj => {
            let (mine, theirs) = (parsed.undergoer(x), parsed.undergoer(y));
            let alone = mine.is_none() || theirs.is_none() || mine == theirs;
            let same = a.event.mode == b.event.mode && a.trigger.frame == b.trigger.frame;
            let own_subject = parsed.children(x).any(|c| parsed[c].deprel.is_subject());
            above == y && same && alone && !own_subject && one_mode()
        }
        Deprel::Acl | Deprel::AclRelcl => {
            let with = context.thing(above) == Some(ParticipantKind::Weapon);
            let of_b = parsed[above].head == Some(y);
            // Who acts is told by what he did, with the same means and to nobody else.
            let doer = parsed[above].deprel == Deprel::OblAgent || parsed.doer(y) == Some(above);
            let whom = parsed.undergoer(x).filter(|t| context.thing(*t) != Some(ParticipantKind::Weapon));
            let perfect = parsed.children(x).any(|c| parsed[c].deprel == Deprel::Aux && &*context.lemma(c) == "have");
            of_b && (with || (doer && whom.is_none() && !perfect)) && one_mode()
        }
        _ => false,
    }
}

/// Whether an event is only told to say when another was: "two months after the coup", "since the offensive began".
pub(super) fn is_setting(context: &Context<'_, '_>, draft: &Draft) -> bool {
    let parsed = context.parsed;
    let marked = |verb: u32| parsed.children(verb).any(|c| parsed[c].deprel == Deprel::Mark && context.orders(c));
    let noun = draft.trigger.head;
    parsed.cases(noun).any(|c| context.orders(c)) || draft.trigger.support.is_some_and(|(verb, _)| marked(verb))
}

/// How many words one breath holds.
const BREATH: u32 = 25;

fn has_toll(context: &Context<'_, '_>, draft: &Draft) -> bool {
    context.lexicon.frames.frames[draft.trigger.frame].toll.is_some()
}

fn absorb_consequence(context: &Context<'_, '_>, cause: &mut Draft, consequence: Draft) {
    // The army that kills attackers is the attacked: only the toll passes over.
    let turned = consequence.actors(Role::Initiator).any(|a| cause.actors(Role::Recipient).any(|b| a == b));
    if turned {
        cause.event.casualties.extend(consequence.event.casualties);
        cause.event.accounts.push((consequence.trigger.head, consequence.event.clause));
        return;
    }
    let status = cause.event.status;
    absorb(context, cause, consequence);
    // The toll of an attack that is only feared is only feared.
    cause.event.status = status;
}
