//! Frames: where the words that a cue attributes stand in the tree.

use std::ops::Range;

use super::cue::agent;
use super::tree::{Trees, hull};
use crate::lexicon::cues::{Cues, Frame, Slot};
use crate::syntax::{Deprel, Upos};

/// The content where a frame has all its parts, and the preposition that introduces it.
pub(super) fn frame(
    trees: &Trees<'_, '_>,
    cues: &Cues,
    head: u32,
    others: &[u32],
    frame: &Frame,
    passive: bool,
    phrase: &Range<u32>,
) -> Option<(Range<u32>, Option<u32>)> {
    // "X was urged to leave": the subject is whom the words go to, and no part of them.
    let goes_to = |slot: &Slot| passive && *slot == Slot::Object && frame.0.len() > 1;
    let slots = || frame.0.iter().filter(|s| !goes_to(s));
    if let (Some(Slot::Preposition(word)), 1) = (slots().next(), slots().count()) {
        let noun = prepositional(trees, head, others, word)?;
        let marker = trees.marker(noun, word)?;
        let mut range = trees.extent(noun);
        // "reports of atrocities being committed": the participle may hang on the cue.
        let above = trees.head(head).filter(|_| trees.deprel(head) == Deprel::Obj);
        if let Some(more) = std::iter::once(head).chain(above).flat_map(|h| trees.children(h)).find(|c| {
            matches!(trees.deprel(*c), Deprel::Acl)
                && trees.extent(*c).start == range.end
                && trees.marker(*c, "to").is_none()
        }) {
            range.end = trees.extent(more).end;
        }
        let range = trees.trimmed(range.start.max(marker + 1)..range.end);
        return (!range.is_empty()).then_some((range, Some(marker)));
    }
    let mut whole: Option<Range<u32>> = None;
    for slot in slots() {
        let part = match slot {
            // "described him as a liar", "urged the town to wait": with more said of it, the object may be a pronoun, or be
            // taken for whom the words go to.
            Slot::Object if !passive && frame.0.len() > 1 => addressee(trees, head)?,
            _ => part(trees, cues, head, others, slot, passive, phrase)?,
        };
        whole = Some(whole.map_or(part.clone(), |w| hull(&w, &part)));
    }
    let range = trees.trimmed(whole?);
    (!range.is_empty()).then_some((range, None))
}

/// The object of a verb of which more is said.
fn addressee(trees: &Trees<'_, '_>, head: u32) -> Option<Range<u32>> {
    let object = |wanted| trees.children(head).find(|c| trees.deprel(*c) == wanted && *c > head);
    object(Deprel::Obj).or_else(|| object(Deprel::Iobj)).map(|o| trees.extent(o))
}

/// The noun or gerund after a preposition beside a cue.
fn prepositional(trees: &Trees<'_, '_>, head: u32, others: &[u32], word: &str) -> Option<u32> {
    let hosts = || std::iter::once(head).chain(others.iter().copied());
    // "asked the minister about": the phrase may hang on whom the words go to.
    let asked = trees.children(head).filter(|c| {
        matches!(word, "about" | "as") && *c > head && matches!(trees.deprel(*c), Deprel::Obj | Deprel::Iobj)
    });
    hosts().chain(asked).flat_map(|h| trees.children(h)).find(|c| {
        *c > head
            && matches!(
                trees.deprel(*c),
                Deprel::Obl | Deprel::Nmod | Deprel::Advcl | Deprel::Acl | Deprel::Xcomp | Deprel::Ccomp
            )
            && trees.marker(*c, word).is_some()
    })
}

/// The words of one part of a frame.
fn part(
    trees: &Trees<'_, '_>,
    cues: &Cues,
    head: u32,
    others: &[u32],
    slot: &Slot,
    passive: bool,
    phrase: &Range<u32>,
) -> Option<Range<u32>> {
    let hosts = || std::iter::once(head).chain(others.iter().copied());
    let dependents = || hosts().flat_map(|h| trees.children(h));
    match slot {
        Slot::Clause => clause(trees, head, others, phrase),
        Slot::That => clause(trees, head, others, phrase).filter(|c| {
            let first = c.start.checked_sub(1);
            c.start >= head && first.is_some_and(|t| trees.is_word(t, "that")) || trees.is_word(c.start, "that")
        }),
        Slot::Infinitive => {
            let object = addressee(trees, head);
            // "urged residents to leave": what follows the object at once is wanted of it, whatever the tree takes it for.
            let wanted = |c: u32| {
                is_infinitive(trees, c)
                    || trees.deprel(c) == Deprel::Advcl
                        && trees.marker(c, "to").is_some()
                        && object.as_ref().is_some_and(|o| o.end == trees.extent(c).start)
            };
            dependents().find(|c| wanted(*c) && *c > head).map(|c| without_circumstance(trees, c))
        }
        Slot::Gerund => dependents()
            .find(|c| {
                matches!(trees.deprel(*c), Deprel::Xcomp | Deprel::Ccomp | Deprel::Obj)
                    && trees.upos(*c) == Upos::Verb
                    && trees.is_participle(*c)
            })
            .map(|c| trees.extent(c)),
        Slot::Object => {
            // "The team was denied visas": the object of a passive is given or withheld, not said.
            if passive && trees.parsed.child(head, Deprel::Obj).is_some() {
                return None;
            }
            let wanted = if passive { Deprel::NsubjPass } else { Deprel::Obj };
            let object = trees.children(head).find(|c| trees.deprel(*c) == wanted && !others.contains(c));
            object.filter(|o| trees.upos(*o) != Upos::Pron).map(|o| {
                let range = without_aside(trees, o);
                if passive { range } else { with_modifiers(trees, cues, head, o, range) }
            })
        }
        Slot::Predicate => {
            // "a group called the Column": a name, and nobody's word.
            if passive && agent(trees, head).is_none() {
                return None;
            }
            let after = |wanted: Deprel| trees.children(head).find(|c| trees.deprel(*c) == wanted && *c > head);
            // A parser may take "called it a crime" for "gave him a book".
            let Some(said) = after(Deprel::Xcomp).filter(|c| !is_infinitive(trees, *c)) else {
                let object = after(Deprel::Obj)?;
                let Some(named) = after(Deprel::Iobj) else {
                    // "called the raid a crime": or for one noun phrase.
                    let whole = trees.extent(object);
                    if (object + 1..whole.end.saturating_sub(1))
                        .any(|t| matches!(trees.parsed.word(t), "\"" | "“" | "''"))
                    {
                        return Some(whole);
                    }
                    let said = trees.children(object).filter(|c| *c > object).find(|c| {
                        matches!(trees.deprel(*c), Deprel::Obj | Deprel::Dep | Deprel::NmodUnmarked | Deprel::Amod)
                            && trees.children(*c).all(|d| trees.deprel(d) != Deprel::Case)
                    })?;
                    return Some(hull(&whole, &trees.extent(said)));
                };
                return Some(hull(&trees.extent(named), &trees.extent(object)));
            };
            let object = after(Deprel::Obj);
            let said = trees.extent(said);
            Some(object.map_or(said.clone(), |o| hull(&trees.extent(o), &said)))
        }
        Slot::Raising => {
            let subject = trees.parsed.child(head, Deprel::NsubjPass)?;
            let infinitive = trees.children(head).find(|c| is_infinitive(trees, *c) && *c > head)?;
            Some(hull(&trees.extent(subject), &trees.extent(infinitive)))
        }
        Slot::Preposition(word) => prepositional(trees, head, others, word).map(|c| trees.extent(c)),
    }
}

/// An object without what is set apart from it by a comma: "rejected the plan, which fell", "the deal, the first of its
/// kind".
fn without_aside(trees: &Trees<'_, '_>, object: u32) -> Range<u32> {
    let mut range = trees.extent(object);
    for child in trees.children(object).filter(|c| *c > object) {
        let own = trees.extent(child);
        let apart = own.start > 0 && trees.is_word(own.start - 1, ",") || trees.is_word(own.start, ",");
        let clause = trees.deprel(child) == Deprel::Conj && trees.subject(child).is_some();
        let aside = matches!(trees.deprel(child), Deprel::AclRelcl | Deprel::Acl | Deprel::Appos | Deprel::Parataxis);
        if apart && (aside || clause) {
            range.end = range.end.min(own.start.max(object + 1));
        }
    }
    trees.trimmed(range)
}

/// An object with the phrases behind it that tell of it, whatever the tree hangs them on: "described attacks by troops",
/// and not "in a statement".
fn with_modifiers(trees: &Trees<'_, '_>, cues: &Cues, head: u32, object: u32, mut range: Range<u32>) -> Range<u32> {
    const TELLING: &[&str] =
        &["of", "for", "by", "with", "between", "against", "behind", "into", "toward", "towards", "over"];
    for child in trees.children(head).filter(|c| *c > object) {
        let own = trees.extent(child);
        let tells = TELLING.iter().any(|p| trees.marker(child, p).is_some()) && !cues.is_occasion(trees.lemma(child));
        if own.start != range.end || !tells || !matches!(trees.deprel(child), Deprel::Obl | Deprel::Nmod) {
            break;
        }
        range.end = own.end;
    }
    range
}

/// An infinitive without the clause of time behind it: "vowed to act after crime had risen".
fn without_circumstance(trees: &Trees<'_, '_>, verb: u32) -> Range<u32> {
    let mut range = trees.extent(verb);
    let apart = trees.children(verb).filter(|c| *c > verb && trees.deprel(*c) == Deprel::Advcl).find(|c| {
        ["after", "as", "when", "while", "since", "amid"].iter().any(|m| trees.marker(*c, m).is_some())
            && trees.subject(*c).is_some()
    });
    if let Some(clause) = apart {
        range.end = range.end.min(trees.extent(clause).start.max(verb + 1));
    }
    range
}

/// Whether a clause is an infinitive with "to".
fn is_infinitive(trees: &Trees<'_, '_>, token: u32) -> bool {
    matches!(trees.deprel(token), Deprel::Xcomp | Deprel::Ccomp | Deprel::Acl)
        && trees.subject(token).is_none()
        && trees.marker(token, "to").is_some()
}

/// The clause that is said.
fn clause(trees: &Trees<'_, '_>, head: u32, others: &[u32], phrase: &Range<u32>) -> Option<Range<u32>> {
    let hosts = || std::iter::once(head).chain(others.iter().copied());
    let mut clauses = hosts().flat_map(|h| trees.children(h)).filter(|c| {
        let clausal =
            matches!(trees.deprel(*c), Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass | Deprel::CsubjOuter);
        clausal && !is_infinitive(trees, *c) && !others.contains(c)
    });
    if let Some(said) = clauses.next() {
        // "that A, and that B"
        let more = trees
            .children(head)
            .filter(|c| *c > said && trees.deprel(*c) == Deprel::Conj && trees.marker(*c, "that").is_some());
        let whole = more.fold(trees.extent(said), |whole, c| hull(&whole, &trees.extent(c)));
        return without_phrase(trees, whole, phrase);
    }
    let own = trees.extent(head);
    let introduced = trees.children(head).any(|c| c < head && trees.is_word(c, "as"));
    let amid = match trees.deprel(head) {
        Deprel::Parataxis => trees.subject(head).is_some(),
        Deprel::Advcl => introduced && trees.subject(head).is_some(),
        _ => false,
    };
    if amid {
        let governor = trees.head(head)?;
        return without_phrase(trees, trees.extent(governor), &own);
    }
    // "X said: Y"
    let after = trees.children(head).find(|c| {
        *c > phrase.end
            && trees.deprel(*c) == Deprel::Parataxis
            && trees.upos(trees.extent(*c).start - 1) == Upos::Punct
    })?;
    Some(trees.extent(after))
}

/// A clause without the words that attribute it, where these stand at its edge; with them where they stand amid it.
/// "which X says exposes": the relative pronoun alone is no clause.
pub(super) fn without_phrase(trees: &Trees<'_, '_>, clause: Range<u32>, phrase: &Range<u32>) -> Option<Range<u32>> {
    let mut range = trees.trimmed(clause);
    if range.contains(&phrase.start) || range.contains(&phrase.end.saturating_sub(1)) {
        let before = trees.trimmed(range.start..phrase.start.max(range.start));
        let after = trees.trimmed(phrase.end.min(range.end)..range.end);
        let is_pronoun = before.len() == 1 && matches!(trees.upos(before.start), Upos::Pron | Upos::Sconj | Upos::Det);
        range = match (before.is_empty() || is_pronoun, after.is_empty()) {
            (true, true) => return None,
            (true, false) => after,
            (false, true) => before,
            (false, false) => range,
        };
    }
    if range.len() > 1 && trees.is_word(range.start, "that") && trees.upos(range.start) == Upos::Sconj {
        range.start += 1;
    }
    let range = trees.trimmed(range);
    (!range.is_empty()).then_some(range)
}
