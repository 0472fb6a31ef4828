//! Cues that are no verbs: prepositions, nouns, adjectives and adverbs.

use std::ops::Range;

use super::cue::{Attribution, cue_words, others, owner};
use super::frame::{frame, without_phrase};
use super::tree::{Trees, hull};
use crate::lexicon::cues::{Cue, Cues, Slot};
use crate::syntax::{Deprel, Feats, Upos};

/// "according to X".
pub(super) fn preposition(trees: &Trees<'_, '_>, cues: &Cues, token: u32) -> Option<Attribution> {
    let sentence = trees.sentence(token);
    let first = trees.parsed.word(token);
    if first.len() > 16 {
        return None;
    }
    let entries = cues.prepositions(&first.to_lowercase());
    let (words, class) = entries.iter().find_map(|p| {
        let end = token + p.words.len() as u32;
        let fits = end < sentence.end && (token..end).zip(&p.words).all(|(t, w)| trees.is_word(t, w));
        fits.then_some((token..end, p.class))
    })?;
    // Up from the first word of the phrase to its head.
    let mut head = words.end;
    while let Some(above) = trees.head(head).filter(|h| *h > head && *h < sentence.end) {
        let inside = matches!(
            trees.deprel(head),
            Deprel::Det
                | Deprel::DetPredet
                | Deprel::Amod
                | Deprel::Compound
                | Deprel::NmodDesc
                | Deprel::NmodPoss
                | Deprel::Nummod
                | Deprel::Flat
                | Deprel::Advmod
                | Deprel::Case
                | Deprel::Obj
                | Deprel::Nsubj
        );
        if !inside || (trees.deprel(head) == Deprel::Nsubj && trees.deprel(above) == Deprel::Root) {
            break;
        }
        head = above;
    }
    let (source, phrase) = match trees.upos(head) {
        // "according to what X said"
        Upos::Pron if trees.is_word(head, "what") => {
            let verb = trees.children(head).find(|c| *c > head && trees.subject(*c).is_some())?;
            (trees.subject(verb)?, words.start..trees.extent(head).end)
        }
        Upos::Verb => (trees.subject(head)?, words.start..trees.extent(head).end),
        _ => (head, words.start..trees.noun_phrase(head).end.max(words.end)),
    };
    let named = trees.noun_phrase(source);
    let named = named.start.max(words.end)..named.end;
    if named.is_empty() {
        return None;
    }
    let content = beside(trees, &sentence, &phrase)?;
    Some(Attribution {
        class,
        head: token,
        cue: words,
        source: Some((source, named)),
        content: Some(content),
        clausal: false,
        stretches: false,
        open: false,
        joint: false,
    })
}

/// The rest of a sentence beside a phrase that stands before, after or amid it.
pub(super) fn beside(trees: &Trees<'_, '_>, sentence: &Range<u32>, phrase: &Range<u32>) -> Option<Range<u32>> {
    let before = trees.trimmed(sentence.start..phrase.start);
    let after = trees.trimmed(phrase.end..sentence.end);
    let range = match (before.is_empty(), after.is_empty()) {
        (true, true) => return None,
        (true, false) => after,
        (false, true) => before,
        // What follows the phrase after a comma goes on with the sentence; without one it belongs to the phrase.
        (false, false)
            if trees.upos(phrase.end) == Upos::Punct
                && has_predicate(trees, &after)
                && !(has_predicate(trees, &before) && is_appended(trees, after.start)) =>
        {
            before.start..after.end
        }
        (false, false) => before,
    };
    Some(last_coordinate(trees, range, phrase))
}

/// Whether words that begin with `first` are appended to a sentence and no part of its main clause: ", adding that",
/// ", who said that".
fn is_appended(trees: &Trees<'_, '_>, first: u32) -> bool {
    (trees.upos(first) == Upos::Verb && trees.is_participle(first))
        || ["who", "which", "whose"].iter().any(|w| trees.is_word(first, w))
}

/// Whether some words hold a verb.
fn has_predicate(trees: &Trees<'_, '_>, range: &Range<u32>) -> bool {
    range.clone().any(|t| trees.upos(t) == Upos::Verb)
}

/// "A did this, but B did that, according to X": what stands before `but` is not X's.
fn last_coordinate(trees: &Trees<'_, '_>, range: Range<u32>, phrase: &Range<u32>) -> Range<u32> {
    if phrase.start < range.end {
        return range;
    }
    let but = (range.start + 1..range.end.saturating_sub(1))
        .rev()
        .find(|t| trees.deprel(*t) == Deprel::Cc && trees.is_word(*t, "but"));
    match but {
        Some(but) if trees.upos(but - 1) == Upos::Punct => but + 1..range.end,
        _ => range,
    }
}

/// "the army's claim that", "reports of".
pub(super) fn noun(trees: &Trees<'_, '_>, cues: &Cues, head: u32, cue: &Cue) -> Option<Attribution> {
    // "no doubt that", "there is no question that": nobody doubts it.
    if trees.is_negated(head) {
        return None;
    }
    let others = others(trees, head, cue)?;
    let words = cue_words(trees, head, &others);
    let (content, preposition) = cue.frames.iter().find_map(|f| match &*f.0 {
        [Slot::Clause | Slot::That] => {
            let clause = trees.children(head).find(|c| {
                *c > head
                    && matches!(trees.deprel(*c), Deprel::Acl | Deprel::Ccomp)
                    && trees.marker(*c, "that").is_some()
            })?;
            without_phrase(trees, trees.extent(clause), &words).map(|c| (c, None))
        }
        _ => frame(trees, cues, head, &others, f, false, &words),
    })?;
    let source = owner(trees, cues, head);
    // A noun with a preposition alone ("the question of") says nothing of a speaker.
    let hearsay = matches!(trees.lemma(head), "report" | "rumour" | "rumor" | "allegation")
        && trees.parsed[head].feats.has(Feats::NUMBER_PLUR)
        && trees.parsed.child(head, Deprel::Det).is_none();
    if preposition.is_some() && source.is_none() && !hearsay {
        return None;
    }
    let named = source.map(|s| (s, trees.noun_phrase(s))).filter(|(_, n)| !n.is_empty());
    Some(Attribution {
        class: cue.class,
        head,
        cue: words,
        source: named,
        content: Some(content),
        clausal: false,
        stretches: false,
        open: false,
        joint: false,
    })
}

/// "X is confident that".
pub(super) fn adjective(trees: &Trees<'_, '_>, cues: &Cues, head: u32, cue: &Cue) -> Option<Attribution> {
    let others = others(trees, head, cue)?;
    let subject =
        trees.subject(head).filter(|s| !matches!(trees.lemma(*s), "it" | "that" | "this" | "which" | "what"))?;
    let words = cue_words(trees, head, &others);
    let named = trees.noun_phrase(subject);
    let phrase = hull(&named, &words);
    let (content, _) = cue.frames.iter().find_map(|f| frame(trees, cues, head, &others, f, false, &phrase))?;
    Some(Attribution {
        class: cue.class,
        head,
        cue: words,
        source: Some((subject, named)).filter(|(_, n)| !n.is_empty()),
        content: Some(content),
        clausal: false,
        stretches: false,
        open: trees.is_negated(head),
        joint: false,
    })
}

/// "reportedly": the clause that it modifies is somebody's.
pub(super) fn adverb(trees: &Trees<'_, '_>, head: u32, cue: &Cue) -> Option<Attribution> {
    let modified = trees.head(head).filter(|_| trees.deprel(head) == Deprel::Advmod)?;
    let mut range = trees.extent(modified);
    for child in trees.children(modified).filter(|c| *c > modified) {
        let finite = |c: u32| matches!(trees.deprel(c), Deprel::Aux | Deprel::AuxPass | Deprel::Cop);
        let apart = match trees.deprel(child) {
            Deprel::Conj => {
                trees.subject(child).is_some()
                    && (trees.parsed[child].feats.has(Feats::VERBFORM_FIN) || trees.children(child).any(finite))
            }
            Deprel::Parataxis => true,
            _ => false,
        };
        if apart {
            range.end = range.end.min(trees.extent(child).start.max(modified + 1));
        }
    }
    let mut range = trees.trimmed(range);
    if trees.deprel(range.start) == Deprel::Cc && range.start < modified {
        range.start += 1;
    }
    let content = if range.start == head { trees.trimmed(head + 1..range.end) } else { range };
    (!content.is_empty()).then_some(Attribution {
        class: cue.class,
        head,
        cue: head..head + 1,
        source: None,
        content: Some(content),
        clausal: false,
        stretches: false,
        open: false,
        joint: false,
    })
}
