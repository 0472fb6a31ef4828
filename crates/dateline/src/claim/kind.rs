//! What kind of statement a claim is: by its cue, and by what its words say.

use std::ops::Range;

use super::tree::Trees;
use crate::lexicon::cues::Class;
use crate::reading::ClaimKind;
use crate::syntax::{Deprel, Feats, Upos};

/// The kind of a statement with the given content.
pub(super) fn kind(trees: &Trees<'_, '_>, class: Class, content: &Range<u32>) -> ClaimKind {
    match class {
        Class::Deny | Class::Dispute => ClaimKind::Denial,
        Class::Doubt | Class::Judge => ClaimKind::Assessment,
        Class::Accuse => ClaimKind::Accusation,
        Class::Demand => ClaimKind::Demand,
        Class::Promise | Class::Intend | Class::Refuse | Class::Predict | Class::Hope | Class::Warn | Class::Fear => {
            ClaimKind::Prediction
        }
        Class::Responsibility => ClaimKind::Responsibility,
        Class::Ask | Class::Find | Class::Hearsay => of_content(trees, content, ClaimKind::Report),
        Class::Say | Class::Agree => of_content(trees, content, ClaimKind::Report),
        Class::Think => of_content(trees, content, ClaimKind::Assessment),
    }
}

/// By the mood and tense of the content's main predicate; `past` is the kind of what tells of the past.
fn of_content(trees: &Trees<'_, '_>, content: &Range<u32>, past: ClaimKind) -> ClaimKind {
    let Some(main) = predicate(trees, content) else { return past };
    let is_clause = trees.upos(main) == Upos::Verb || trees.parsed.has_copula(main) || trees.subject(main).is_some();
    if !is_clause {
        return past;
    }
    let aux = |words: &[&str]| {
        trees.children(main).any(|c| {
            matches!(trees.deprel(c), Deprel::Aux | Deprel::Cop)
                && words.iter().any(|w| trees.lemma(c) == *w || trees.is_word(c, w))
        })
    };
    let obliged = aux(&["should", "must", "ought", "need", "shall"])
        || (trees.lemma(main) == "need" || trees.lemma(main) == "have" && trees.upos(main) == Upos::Verb)
            && trees.children(main).any(|c| trees.deprel(c) == Deprel::Xcomp && trees.marker(c, "to").is_some());
    if obliged {
        return ClaimKind::Demand;
    }
    if aux(&["will", "'ll", "wo", "would", "may", "might", "could", "can"]) && !aux(&["have"]) {
        return ClaimKind::Prediction;
    }
    let blame = matches!(trees.lemma(main), "responsible" | "involved" | "guilty" | "behind" | "true");
    if blame && trees.is_negated(main) {
        return ClaimKind::Denial;
    }
    let told = aux(&["have"]) || is_past(trees, main) || progressive(trees, main);
    // What is, and not what happened: a state is somebody's reading of it.
    if told { past } else { ClaimKind::Assessment }
}

/// The word that the rest of some words depends on.
pub(crate) fn predicate(trees: &Trees<'_, '_>, content: &Range<u32>) -> Option<u32> {
    let mut top = content
        .clone()
        .filter(|t| trees.upos(*t) != Upos::Punct && trees.head(*t).is_none_or(|h| !content.contains(&h)));
    let first = top.next()?;
    // A fragment before the clause ("earlier on Friday") does not head it.
    let is_clause = |t: &u32| matches!(trees.upos(*t), Upos::Verb | Upos::Aux) || trees.subject(*t).is_some();
    Some(if is_clause(&first) { first } else { top.find(is_clause).unwrap_or(first) })
}

fn is_past(trees: &Trees<'_, '_>, main: u32) -> bool {
    let past = |t: u32| trees.parsed[t].feats.has(Feats::TENSE_PAST);
    let finite =
        trees.children(main).any(|c| matches!(trees.deprel(c), Deprel::Aux | Deprel::AuxPass | Deprel::Cop) && past(c));
    finite || (past(main) && trees.upos(main) == Upos::Verb)
}

fn progressive(trees: &Trees<'_, '_>, main: u32) -> bool {
    trees.upos(main) == Upos::Verb
        && trees.parsed.word(main).ends_with("ing")
        && trees.children(main).any(|c| trees.deprel(c) == Deprel::Aux && trees.lemma(c) == "be")
}
