//! Which time or place of a sentence governs an event: the one that hangs nearest to it in the tree.

use super::context::Context;
use super::trigger::Trigger;
use super::types::is_verbal;
use crate::syntax::{Deprel, Upos};

/// How far a modifier is from an event; smaller is nearer. Ordered by how it hangs, then by words between.
pub(super) type Distance = (u8, u32);

/// The distance of a modifier, given by its head token, to a trigger in the same sentence; none where the modifier
/// belongs to another clause that does not govern the trigger.
pub(super) fn distance(context: &Context<'_, '_>, trigger: &Trigger, modifier: u32) -> Option<Distance> {
    let parsed = context.parsed;
    let words = modifier.abs_diff(trigger.head);
    // The words that the modifier hangs on, upwards to its clause.
    let home = parsed.predicate(modifier);
    if modifier == trigger.head || parsed.governs(trigger.head, modifier) {
        // Inside the event's own phrase; but not inside a clause below it that has a time and place of its own.
        let own = home == parsed.predicate(trigger.head) || home == trigger.head;
        let mut at = home;
        while !own && at != trigger.head {
            if has_own_setting(context, at) {
                return None;
            }
            at = parsed.predicate(parsed[at].head?);
        }
        return Some((if own { 0 } else { 3 }, words));
    }
    if trigger.support.is_some_and(|(verb, _)| home == verb && parsed.governs(verb, modifier)) {
        return Some((1, words));
    }
    // Up from the trigger, clause by clause: a modifier of a clause that governs the event governs the event.
    let mut clause = parsed.predicate(trigger.head);
    if is_spoken_of(context, trigger, clause) {
        return None;
    }
    let mut steps = 1u8;
    loop {
        if clause == home {
            return Some((steps, words));
        }
        // "after the rebels stormed the base, the army took it back on Monday": the day is the main clause's own.
        let apart = parsed[clause].deprel == Deprel::Advcl
            && parsed.children(clause).any(|c| parsed[c].deprel == Deprel::Mark && context.orders(c));
        if apart {
            return None;
        }
        let relcl = parsed[clause].deprel == Deprel::AclRelcl;
        let Some(head) = parsed[clause].head else { break };
        // "The group, which fought a war in 2006, has sent men to Syria": what somebody once did was not done there.
        if relcl && context.actor(head).is_some() {
            return None;
        }
        clause = parsed.predicate(head);
        steps = steps.saturating_add(if relcl { 2 } else { 1 });
        if steps > 12 {
            return None;
        }
    }
    // A participial or coordinated clause below the event's own: "attacked the town, killing two on Monday".
    let mut up = home;
    for _ in 0..3 {
        let Some(head) = parsed[up].head else { break };
        let shares = !has_own_setting(context, up)
            && matches!(parsed[up].deprel, Deprel::Advcl | Deprel::Conj | Deprel::Xcomp | Deprel::Acl);
        if !shares
            || (parsed[up].deprel == Deprel::Conj && parsed[up].upos == Upos::Verb && parsed.subject(up).is_none())
        {
            break;
        }
        up = parsed.predicate(head);
        if up == parsed.predicate(trigger.head) {
            return Some((6, words));
        }
    }
    None
}

/// "The council on Friday condemned the attack", "marched today in protest at the killing": what is spoken of happened
/// elsewhere and before.
fn is_spoken_of(context: &Context<'_, '_>, trigger: &Trigger, clause: u32) -> bool {
    let nominal = !context.is_verb(trigger.head) && trigger.support.is_none();
    let subject = context.parsed[trigger.head].deprel.is_subject();
    let entries = context.lexicon.frames.entries(&context.lemma(clause), context.parsed[clause].upos);
    let spoken = |frame: usize| {
        let frame = &context.lexicon.frames.frames[frame];
        frame.is_open() && (is_verbal(frame.plover) || frame.plover == "PROTEST")
    };
    nominal && !subject && clause != trigger.head && entries.iter().any(|e| e.others.is_empty() && spoken(e.frame))
}

/// "before the rebels returned on Friday": a clause with a conjunction and a subject has a time of its own, and keeps it.
fn has_own_setting(context: &Context<'_, '_>, clause: u32) -> bool {
    let parsed = context.parsed;
    let marked = parsed.children(clause).any(|c| parsed[c].deprel == Deprel::Mark);
    marked && parsed.children(clause).any(|c| parsed[c].deprel.is_subject())
}
