//! Whether the words around an expression tell what was or what will be.

use std::ops::Range;

use super::atom::{Atom, Kind};
use crate::lexicon::times::Tense;
use crate::syntax::{Deprel, Feats, Parsed, Upos};

/// How far the words of an expression are asked, on either side. A governing verb stands near.
const REACH: usize = 14;
/// How many governors up the verb is sought.
const HEIGHT: usize = 6;

/// The tense of the verb that an expression most likely belongs to: the nearest word that tells one, on either side,
/// where a mark between counts as far. Tags decide where there are some; else the forms of the words alone.
pub(crate) fn direction(parsed: &Parsed<'_>, atoms: &[Atom<'_>], at: &Range<usize>) -> Option<Tense> {
    if let Some(tense) = governed(parsed, atoms, at) {
        return Some(tense);
    }
    let mut nearest: Option<(usize, Tense)> = None;
    let mut consider = |distance: usize, tense: Option<Tense>| {
        if let Some(tense) = tense
            && nearest.is_none_or(|(least, _)| distance < least)
        {
            nearest = Some((distance, tense));
        }
    };
    let mut distance = 0;
    for i in (at.start.saturating_sub(REACH)..at.start).rev() {
        distance += 1 + barrier(&atoms[i]);
        let tense = tense(parsed, atoms, i);
        consider(2 * distance, tense);
        if tense.is_some() {
            break;
        }
    }
    distance = 0;
    for i in at.end..atoms.len().min(at.end + REACH) {
        distance += 1 + barrier(&atoms[i]);
        let tense = tense(parsed, atoms, i);
        // Of two as near the verb before wins: "said he resigned on Monday but will stay".
        consider(2 * distance + 1, tense);
        if tense.is_some() {
            break;
        }
    }
    nearest.map(|(_, tense)| tense)
}

/// The tense of the verb that governs an expression in the tree, where there is a tree and the verb tells one.
fn governed(parsed: &Parsed<'_>, atoms: &[Atom<'_>], at: &Range<usize>) -> Option<Tense> {
    let tokens = atoms.get(at.start)?.token..atoms.get(at.end.checked_sub(1)?)?.token + 1;
    let mut token = super::role::head(parsed, &tokens);
    let owner = parsed[token].deprel == Deprel::NmodPoss;
    for _ in 0..HEIGHT {
        let Some(head) = parsed[token].head else { break };
        token = head;
        if !matches!(parsed[token].upos, Upos::Verb | Upos::Aux) {
            continue;
        }
        let feats = parsed[token].feats;
        let helpers = || {
            parsed.children(token).filter(|c| matches!(parsed[*c].deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop))
        };
        let modal = helpers()
            .any(|c| matches!(&*parsed[c].lemma, "will" | "would" | "shall" | "should" | "may" | "might" | "must"));
        if modal {
            return Some(Tense::Future);
        }
        let to = feats.has(Feats::VERBFORM_INF)
            && parsed.child(token, Deprel::Mark).is_some_and(|m| parsed.is_one_of(m, &["to"]));
        // "He wants to condemn Saturday's attack": what has an owner in time has happened, unless a modal says otherwise.
        if to && !owner {
            return Some(Tense::Future);
        }
        let finite = feats.has(Feats::VERBFORM_FIN) && feats.has(Feats::TENSE_PAST);
        let past = helpers().any(|c| parsed[c].feats.has(Feats::TENSE_PAST) || &*parsed[c].lemma == "have");
        if finite || past {
            return Some(Tense::Past);
        }
    }
    owner.then_some(Tense::Past)
}

/// Marks, and words that open another clause, set words apart.
fn barrier(atom: &Atom<'_>) -> usize {
    match atom.kind {
        Kind::Mark(',' | ';' | ':' | '(' | ')' | '"' | '“' | '”') => 3,
        Kind::Word if matches!(atom.text, "that" | "which" | "who" | "when" | "while" | "after" | "before" | "but") => {
            2
        }
        _ => 0,
    }
}

/// What one word tells.
fn tense(parsed: &Parsed<'_>, atoms: &[Atom<'_>], at: usize) -> Option<Tense> {
    let atom = &atoms[at];
    if atom.kind != Kind::Word {
        return None;
    }
    let past = |at: usize| if ahead(atoms, at) { Some(Tense::Future) } else { Some(Tense::Past) };
    match atom.word.tense {
        Some(Tense::Past) => return past(at),
        Some(Tense::Future) => return Some(Tense::Future),
        None => {}
    }
    let token = &parsed[atom.token];
    match token.upos {
        Upos::Verb | Upos::Aux => {
            if token.feats.has(Feats::TENSE_PAST) {
                return past(at);
            }
            None
        }
        // Without tags the ending is what there is.
        Upos::X => {
            let text = atom.text;
            let ends = text.len() > 4 && text.ends_with("ed") && !text.ends_with("eed") && !atom.capital;
            if ends { past(at) } else { None }
        }
        _ => None,
    }
}

/// Whether a participle tells of the future all the same: "must be returned", "to be completed", "is expected to be".
fn ahead(atoms: &[Atom<'_>], at: usize) -> bool {
    let before = &atoms[at.saturating_sub(3)..at];
    let Some(be) = before.iter().rposition(|a| a.text == "be") else { return false };
    before[..be].iter().any(|a| a.text == "to" || a.word.tense == Some(Tense::Future))
        || at >= 4 && atoms[at - 4].word.tense == Some(Tense::Future)
}
