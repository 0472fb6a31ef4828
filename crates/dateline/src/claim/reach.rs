//! How far indirect speech reaches, where the tree alone does not tell: what is said mostly fills the sentence beside the
//! cue, and a parser that errs errs in the middle of long clauses.

use std::ops::Range;

use super::cue::Attribution;
use super::tree::{Trees, hull};
use crate::lexicon::cues::{Class, Cues};
use crate::syntax::{Deprel, Feats, Upos};

/// How many words may stand between a cue and its "that": "said on Friday in a speech that".
const TO_THAT: u32 = 14;
/// How many words may follow an attribution at the end of a sentence: "he said on Friday".
const AFTERTHOUGHT: usize = 8;

/// Stretches the clauses that follow their cues to where the next voice begins or the sentence ends.
pub(super) fn widen(trees: &Trees<'_, '_>, cues: &Cues, found: &mut [Attribution]) {
    for i in 0..found.len() {
        if let Some(content) = backwards(trees, found, i) {
            found[i].content = Some(content);
            continue;
        }
        let attribution = &found[i];
        // "The rebels are said to hold the town, and": words around their cue, or behind it.
        let around =
            attribution.content.clone().filter(|c| c.contains(&attribution.head) && c.start < attribution.cue.start);
        if let Some(content) = around.filter(|c| attribution.stretches && c.end > attribution.cue.end) {
            let end = end(trees, attribution.head, content.end).max(content.end);
            found[i].content = Some(trees.trimmed(content.start..end));
            continue;
        }
        let after = |c: &Range<u32>| c.start >= attribution.cue.end;
        let stretches = |c: &Range<u32>| attribution.stretches || is_subject_of_more(trees, attribution, c);
        let Some(content) = attribution.content.clone().filter(after).filter(stretches) else {
            continue;
        };
        let start = match object_before(trees, attribution.head, &content) {
            Some(object) if !cues.takes_addressee(trees.lemma(attribution.head)) => object,
            _ => content.start,
        };
        // The next words that attribute beside this clause.
        let next = found[i + 1..].iter().take(6).find(|o| {
            o.cue.start >= content.end
                && (o.joint || trees.deprel(o.head) == Deprel::Case || trees.head(o.head) == Some(attribution.head))
        });
        let until = next.map_or(u32::MAX, |o| o.cue.start);
        let end = end(trees, attribution.head, content.end).min(until).max(content.end);
        let wide = trees.trimmed(start..end);
        if !wide.is_empty() {
            found[i].content = Some(wide);
        }
    }
}

/// "They found letters her aides had lost, he said": an attribution that ends its sentence is of all that stands before it,
/// though the tree gives it the last clause alone; without what another cue attributes, or what stands before "but".
fn backwards(trees: &Trees<'_, '_>, found: &[Attribution], i: usize) -> Option<Range<u32>> {
    let attribution = &found[i];
    let content = attribution.content.as_ref()?;
    let (_, named) = attribution.source.as_ref()?;
    let phrase = hull(named, &attribution.cue);
    let sentence = trees.sentence(attribution.head);
    let ends = trees.trimmed(phrase.end.min(sentence.end)..sentence.end).len() <= AFTERTHOUGHT
        && !is_finite(trees, &(phrase.end.min(sentence.end)..sentence.end));
    let whole = sentence.start..content.end;
    let near = phrase.len() < named.len() + attribution.cue.len() + 3;
    let apart = content.end < phrase.start && content.end + 2 >= phrase.start;
    let says = matches!(attribution.class, Class::Say | Class::Accuse) && attribution.clausal && !attribution.joint;
    if !says || !near || !apart || !ends || content.start <= sentence.start || !is_finite(trees, &whole) {
        return None;
    }
    let other = |a: &Attribution| whole.contains(&a.cue.start) && a.source.is_some();
    if found[..i].iter().rev().take(8).any(other) || whole.clone().any(|t| is_mark(trees, t)) {
        return None;
    }
    let turn = whole.clone().skip(1).rev().find(|t| {
        trees.upos(*t - 1) == Upos::Punct
            && matches!(trees.lemma(*t), "but" | "while" | "although" | "though" | "whereas")
    });
    let start = turn.filter(|t| *t + 1 < content.end).map_or(whole.start, |t| t + 1);
    Some(trees.trimmed(start.min(content.start)..content.end)).filter(|c| c.start < content.start)
}

/// Whether a word is a quotation mark or a semicolon.
fn is_mark(trees: &Trees<'_, '_>, token: u32) -> bool {
    matches!(trees.parsed.word(token), "\"" | "“" | "”" | "''" | "``" | "‘" | "’" | ";" | "»" | "«")
}

/// "noted his lawyer offered": an object that a finite verb follows at once is the subject of a clause.
fn is_subject_of_more(trees: &Trees<'_, '_>, attribution: &Attribution, content: &Range<u32>) -> bool {
    matches!(attribution.class, Class::Say | Class::Find | Class::Think)
        && content.start == attribution.cue.end
        && content.end < trees.sentence(attribution.head).end
        && is_finite(trees, &(content.end..content.end + 1))
}

/// "said fathers and mothers who adopt would not": a subject taken for the cue's object.
fn object_before(trees: &Trees<'_, '_>, head: u32, content: &Range<u32>) -> Option<u32> {
    let object = trees.parsed.child(head, Deprel::Obj)?;
    let words = trees.extent(object);
    (words.start > head && words.end <= content.start && words.end + 1 >= content.start).then_some(words.start)
}

/// Conjunctions of clauses that give a reason or a condition of what is said, rather than of its being said.
const REASONS: &[&str] = &["because", "since", "if", "unless", "so", "although", "though", "until"];

/// Whether a clause that a parser coordinates with a cue goes on with what is said: it has "that", a subject of its own, or
/// the form of the infinitive before it ("vowed to hold the town and retake the bridge"), and the cue has another.
fn goes_on(trees: &Trees<'_, '_>, head: u32, from: u32, clause: u32) -> bool {
    let begins = trees.extent(clause).start;
    if begins > 0 && trees.is_word(begins - 1, ";") || begins < from {
        return false;
    }
    let word = |t: u32| trees.parsed.word(t);
    let bare = |t: u32| word(t).eq_ignore_ascii_case(trees.lemma(t)) && !trees.parsed[t].feats.has(Feats::TENSE_PAST);
    let infinitive = trees
        .children(head)
        .any(|c| c > head && c < clause && matches!(trees.deprel(c), Deprel::Xcomp) && trees.marker(c, "to").is_some());
    trees.marker(clause, "that").is_some()
        || trees.subject(clause).is_some_and(|s| !matches!(trees.lemma(s), "who" | "which"))
        || infinitive && trees.upos(clause) == Upos::Verb && bare(clause) && !bare(head)
}

/// Where the words of a clause that reaches at least to `from` end: before a clause that is coordinated with the cue's or
/// set apart from it.
fn end(trees: &Trees<'_, '_>, head: u32, from: u32) -> u32 {
    let sentence = trees.sentence(head);
    let whole = trees.head(head).is_none() || trees.deprel(head) == Deprel::Parataxis;
    let bound = if whole { sentence.end } else { trees.extent(head).end };
    let stop = trees.children(head).filter(|c| *c >= from).find(|c| {
        let apart = trees.extent(*c).start.checked_sub(1).is_some_and(|t| trees.upos(t) == Upos::Punct);
        match trees.deprel(*c) {
            Deprel::Conj => !goes_on(trees, head, from, *c),
            Deprel::Advcl => apart && !REASONS.iter().any(|m| trees.marker(*c, m).is_some()),
            Deprel::Acl | Deprel::AclRelcl => apart,
            Deprel::Parataxis => true,
            _ => false,
        }
    });
    let stop = stop.map_or(bound, |c| trees.extent(c).start.max(from));
    let turn = (from..stop.min(bound)).find(|t| {
        *t > from
            && trees.upos(*t - 1) == Upos::Punct
            && matches!(trees.lemma(*t), "but" | "while" | "although" | "though" | "whereas")
    });
    turn.unwrap_or(stop).min(bound)
}

/// What a cue with a source but without a clause in the tree says, by where it stands in its sentence.
pub(super) fn guess(trees: &Trees<'_, '_>, cues: &Cues, attribution: &Attribution) -> Option<Range<u32>> {
    if !attribution.clausal
        || !matches!(attribution.class, Class::Say | Class::Think | Class::Find | Class::Warn | Class::Accuse)
    {
        return None;
    }
    let (_, named) = attribution.source.as_ref()?;
    let says = trees.lemma(attribution.head) == "say";
    let cue = &attribution.cue;
    let near = named.end + 2 >= cue.start && cue.end + 2 >= named.start;
    let phrase = if near { hull(named, cue) } else { cue.clone() };
    let sentence = trees.sentence(attribution.head);
    let before = trees.trimmed(sentence.start..phrase.start.max(sentence.start));
    let after = trees.trimmed(phrase.end.min(sentence.end)..sentence.end);
    let set_off = phrase.start > sentence.start && trees.upos(phrase.start - 1) == Upos::Punct;
    if set_off && near && !before.is_empty() && is_finite(trees, &hull(&before, &after)) {
        let comma = phrase.end < sentence.end && trees.upos(phrase.end) == Upos::Punct;
        if after.is_empty() || (!comma && after.len() <= AFTERTHOUGHT && !is_finite(trees, &after)) {
            return is_finite(trees, &before).then_some(before);
        }
        if comma {
            return Some(before.start..after.end);
        }
    }
    if named.start > cue.start || cue.end >= sentence.end {
        return None;
    }
    let that =
        (cue.end..sentence.end.min(cue.end + TO_THAT)).take_while(|t| !is_finite(trees, &(*t..*t + 1))).find(|t| {
            trees.is_word(*t, "that")
                && (trees.upos(*t) == Upos::Sconj
                    || trees.deprel(*t) == Deprel::Mark
                    || *t > cue.end && cues.is_occasion(trees.lemma(*t - 1)))
        });
    let start = match that {
        Some(that) => that + 1,
        None if matches!(
            trees.upos(cue.end),
            Upos::Pron | Upos::Det | Upos::Propn | Upos::Noun | Upos::Num | Upos::Adj
        ) || says && trees.is_participle(cue.end) =>
        {
            cue.end
        }
        None => return None,
    };
    let range = trees.trimmed(start..end(trees, attribution.head, start).max(start));
    // What is said is a clause, though its verb may be taken for a participle: "said the two raised a flag".
    let is_clause = is_finite(trees, &range) || says && range.clone().any(|t| trees.upos(t) == Upos::Verb);
    (range.len() > 2 && is_clause).then_some(range)
}

/// Whether some words hold a finite verb.
fn is_finite(trees: &Trees<'_, '_>, range: &Range<u32>) -> bool {
    range.clone().any(|t| {
        trees.upos(t) == Upos::Aux || trees.upos(t) == Upos::Verb && trees.parsed[t].feats.has(Feats::VERBFORM_FIN)
    })
}
