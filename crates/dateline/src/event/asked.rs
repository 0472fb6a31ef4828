//! What is asked for or refused and has not happened is no event of its own: "demanded that the council back the truce" is a
//! demand, and its words are what is demanded.

use std::collections::HashSet;

use super::context::Context;
use super::draft::Draft;
use super::explain::{Refusal, Witness};
use super::types::is_verbal;
use crate::reading::Status;

/// How many words up the tree a demand may stand above what it demands.
const REACH: usize = 6;

/// Leaves out the contents of demands and refusals, less acts of force: a reader must be warned of those.
pub(super) fn leave_out(context: &Context<'_, '_>, drafts: &mut Vec<Draft>, witness: &mut impl Witness) {
    let asking: HashSet<u32> = drafts
        .iter()
        .filter(|d| matches!(d.event.plover, "REQUEST" | "REJECT"))
        .flat_map(|d| std::iter::once(d.trigger.head).chain(d.trigger.others.iter().copied()))
        .collect();
    drafts.retain(|draft| {
        let event = &draft.event;
        let unreal = matches!(event.status, Status::Planned | Status::Possible | Status::Hypothetical | Status::Denied);
        let mild = is_verbal(event.plover) || matches!(event.plover, "RETREAT" | "MOBILIZE");
        let mut above = std::iter::successors(context.parsed[event.head].head, |t| context.parsed[*t].head);
        let content = unreal && mild && above.by_ref().take(REACH).any(|t| asking.contains(&t));
        if content {
            witness.refuse(event.head, draft.trigger.frame, Refusal::Content);
        }
        !content
    });
}
