//! Asides: a source and a cue that stand amid what is said, or beside it, and that trees seldom get right.

use super::cue::{Attribution, cue_words};
use super::nonverbal::beside;
use super::tree::Trees;
use crate::lexicon::cues::{Class, Cue, Cues, Frame};
use crate::syntax::{Feats, Upos};

/// "The bridge, the mayor said, was open": a source and a cue between commas, whose sentence is what is said.
pub(super) fn amid(trees: &Trees<'_, '_>, cues: &Cues, head: u32, cue: &Cue) -> Option<Attribution> {
    let speaks = matches!(cue.class, Class::Say | Class::Think | Class::Find | Class::Warn | Class::Accuse)
        && cue.others.is_empty();
    let words = cue_words(trees, head, &[]);
    let sentence = trees.sentence(head);
    if !speaks || words.end + 1 >= sentence.end || !trees.is_word(words.end, ",") {
        return None;
    }
    let last = words.start.checked_sub(1).filter(|t| *t > sentence.start && trees.upos(*t) != Upos::Punct)?;
    let subject = top(trees, last, words.start);
    let named = trees.extent(subject).start.max(sentence.start)..words.start;
    let is_name =
        matches!(trees.upos(subject), Upos::Propn | Upos::Noun | Upos::Pron) && !cues.is_occasion(trees.lemma(subject));
    let comma = named.start.checked_sub(1).filter(|t| *t > sentence.start && trees.is_word(*t, ","))?;
    let relative = ["who", "which", "that"].iter().any(|w| trees.is_word(named.start, w));
    if !is_name || relative || named.len() > 12 {
        return None;
    }
    let before = sentence.start..comma;
    let after = words.end + 1..sentence.end;
    let goes_on = |t: u32| {
        trees.upos(t) == Upos::Aux || trees.upos(t) == Upos::Verb && trees.parsed[t].feats.has(Feats::VERBFORM_FIN)
    };
    // Where both sides could stand alone, the tree knows better.
    if before.clone().any(goes_on) && !goes_on(after.start) || !after.clone().any(goes_on) {
        return None;
    }
    let content = trees.trimmed(before.start..after.end);
    (!content.is_empty()).then(|| Attribution {
        class: cue.class,
        head,
        cue: words,
        source: Some((subject, trees.trimmed(named))),
        content: Some(content),
        clausal: true,
        stretches: false,
        open: trees.is_negated(head),
        joint: false,
    })
}

/// The word that heads the phrase which ends with `last`, before the word at `until`.
fn top(trees: &Trees<'_, '_>, last: u32, until: u32) -> u32 {
    let mut at = last;
    while let Some(above) = trees.head(at).filter(|h| *h < until && trees.extent(*h).start < until) {
        at = above;
    }
    at
}

/// "..., Reuters news agency reports.": a verb at the end of a sentence that a parser took for the noun.
pub(super) fn closing(trees: &Trees<'_, '_>, cues: &Cues, head: u32) -> Option<Attribution> {
    let sentence = trees.sentence(head);
    let word = trees.parsed.word(head);
    let ends = trees.trimmed(head..sentence.end).len() == 1;
    let verb = cues
        .headed_by(trees.lemma(head), Upos::Verb)
        .iter()
        .find(|c| c.others.is_empty() && c.class == Class::Say && c.frames.first().is_some_and(Frame::is_clause))?;
    let start = (sentence.start..head).rev().take_while(|t| trees.upos(*t) != Upos::Punct).last()?;
    let apart = start > sentence.start && trees.is_word(start - 1, ",");
    let named = (start..head).any(|t| trees.upos(t) == Upos::Propn);
    let is_name = |t: u32| matches!(trees.upos(t), Upos::Propn | Upos::Noun | Upos::Det | Upos::Adj);
    if !ends || !word.ends_with('s') || !apart || !named || !(start..head).all(is_name) {
        return None;
    }
    let content = trees.trimmed(sentence.start..start);
    let clause = content.clone().any(|t| matches!(trees.upos(t), Upos::Verb | Upos::Aux));
    (clause && content.len() > 2).then(|| Attribution {
        class: verb.class,
        head,
        cue: head..head + 1,
        source: Some((head - 1, start..head)),
        content: Some(content),
        clausal: true,
        stretches: false,
        open: false,
        joint: false,
    })
}

/// "which analysts say exposes", "whom the minister said had left": a source and a cue amid a relative clause, whatever
/// the tree makes of it.
pub(super) fn interposed(trees: &Trees<'_, '_>, head: u32, cue: &Cue) -> Option<Attribution> {
    if !matches!(cue.class, Class::Say | Class::Think) || !cue.others.is_empty() {
        return None;
    }
    let words = cue_words(trees, head, &[]);
    let sentence = trees.sentence(head);
    let next = words.end;
    let goes_on = next < sentence.end
        && (trees.upos(next) == Upos::Aux
            || trees.upos(next) == Upos::Verb && trees.parsed[next].feats.has(Feats::VERBFORM_FIN));
    let last = words.start.checked_sub(1).filter(|t| *t > sentence.start)?;
    let is_name = matches!(trees.upos(last), Upos::Propn | Upos::Noun | Upos::Pron);
    if !goes_on || !is_name {
        return None;
    }
    // Back over the name to the relative pronoun.
    let mut start = last;
    while start > sentence.start
        && start + 7 > last
        && matches!(trees.upos(start - 1), Upos::Propn | Upos::Noun | Upos::Det | Upos::Adj | Upos::Num | Upos::Part)
        && !trees.is_word(start - 1, "that")
    {
        start -= 1;
    }
    let relative = start.checked_sub(1).filter(|t| *t >= sentence.start)?;
    if !["who", "which", "whom", "that"].iter().any(|w| trees.is_word(relative, w)) {
        return None;
    }
    let verb =
        if trees.upos(next) == Upos::Aux { trees.head(next).filter(|h| *h > next).unwrap_or(next) } else { next };
    let mut end = trees.extent(verb).end.max(verb + 1).min(sentence.end);
    // A relative clause at the end of a sentence goes on to it.
    if !(end..sentence.end).any(|t| trees.is_word(t, ",")) {
        end = sentence.end;
    }
    let content = trees.trimmed(next..end);
    (!content.is_empty()).then(|| Attribution {
        class: cue.class,
        head,
        cue: words,
        source: Some((last, start..last + 1)),
        content: Some(content),
        clausal: true,
        stretches: false,
        open: false,
        joint: false,
    })
}

/// "Y, as X says": the rest of the sentence.
pub(super) fn as_said(trees: &Trees<'_, '_>, head: u32, cue: &Cue) -> Option<Attribution> {
    let subject = trees.subject(head).filter(|s| *s < head && trees.upos(*s) != Upos::Sconj)?;
    let named = trees.noun_phrase(subject);
    let words = cue_words(trees, head, &[]);
    let sentence = trees.sentence(head);
    let before = named.start.checked_sub(1).filter(|t| *t >= sentence.start && trees.is_word(*t, "as"))?;
    let apart = before == sentence.start || trees.upos(before - 1) == Upos::Punct;
    let ends = words.end >= sentence.end || trees.upos(words.end) == Upos::Punct;
    if !apart || !ends || !matches!(cue.class, Class::Say | Class::Think) || named.end > words.start {
        return None;
    }
    let content = beside(trees, &sentence, &(before..words.end))?;
    Some(Attribution {
        class: cue.class,
        head,
        cue: words,
        source: Some((subject, named)),
        content: Some(content),
        clausal: false,
        stretches: false,
        open: false,
        joint: false,
    })
}
