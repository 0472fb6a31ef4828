//! The dead who are found tell of a killing only where the report tells of force: floods and mines give up their dead too.

use super::context::Context;
use super::draft::Draft;
use super::explain::{Refusal, Witness};

/// Leaves out bodies found in a report that tells of no other act of force, where nothing about them tells of one.
pub(super) fn leave_out(context: &Context<'_, '_>, drafts: &mut Vec<Draft>, witness: &mut impl Witness) {
    let frames = &context.lexicon.frames;
    let finds = |d: &Draft| {
        let found = ["find", "discover", "recover", "unearth", "exhume", "retrieve", "uncover"];
        found.contains(&&*context.lemma(d.trigger.head)) && d.event.plover == "ASSAULT"
    };
    if drafts.iter().any(|d| d.event.plover == "ASSAULT" && !finds(d)) {
        return;
    }
    drafts.retain(|draft| {
        let sentence = context.parsed.sentence(draft.trigger.head).tokens.clone();
        let sign = |t: u32| {
            frames.is_of_class("violent_sign", &context.lemma(t))
                || frames.is_of_class("violent_sign", &context.parsed.word(t).to_lowercase())
        };
        let natural = finds(draft) && !sentence.into_iter().any(sign);
        if natural {
            witness.refuse(draft.trigger.head, draft.trigger.frame, Refusal::Bare);
        }
        !natural
    });
}
