//! The outlook: what somebody expects, intends or fears, kept with its speaker so that it can be scored later.
//!
//! A marker of the lexicon ("will", "is likely to", "fears that") finds the clause that speaks of what has not happened;
//! the claim that holds it tells whose word it is.

use std::ops::Range;

use jiff::civil::Date;

use crate::actor::Actors;
use crate::claim::source::Speakers;
use crate::claim::tree::{Trees, hull};
use crate::claim::{Claims, Source};
use crate::event::Event;
use crate::lexicon::Lexicon;
use crate::lexicon::outlook::Markers;
use crate::reading::{Modality, Polarity, Status};
use crate::span::Span;
use crate::syntax::{Deprel, Feats, Parsed, Upos};
use crate::time::Times;

/// What somebody expects, intends or fears; see [`crate::reading::Outlook`] for the meaning of the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented at the contract's type")]
pub struct Outlook {
    pub speaker: Source,
    pub evidence: Span,
    pub modality: Modality,
    pub polarity: Polarity,
    pub horizon: Option<(Option<Date>, Option<Date>)>,
    /// Indices of the events foreseen.
    pub events: Vec<usize>,
}

/// One statement about what has not happened.
struct Prospect {
    modality: Modality,
    /// The predicate of what is foreseen, which a negation turns round.
    predicate: u32,
    words: Range<u32>,
    /// Who means to do it, where the marker says so.
    subject: Option<u32>,
}

/// Reads every statement about what has not happened, in the order of the text.
pub fn read(
    parsed: &Parsed<'_>,
    times: &Times,
    actors: &Actors,
    events: &[Event],
    claims: &Claims,
    lexicon: &Lexicon,
) -> Vec<Outlook> {
    let trees = Trees::new(parsed);
    let speakers = Speakers::new(actors);
    let foreseen = foreseen(parsed, events);
    let mut found: Vec<Outlook> = Vec::new();
    for token in 0..parsed.tokens.len() as u32 {
        let Some(prospect) = prospect(&trees, &lexicon.outlook, token) else { continue };
        let own = parsed[prospect.predicate].span;
        let holder = claims.speech_holding(own).or_else(|| claims.speech_holding(parsed[token].span));
        let mut evidence = parsed.span(&prospect.words);
        if let Some(claim) = holder.map(|c| &claims.claims[c]) {
            let (start, end) = (evidence.start.max(claim.content.start), evidence.end.min(claim.content.end));
            if start < end {
                evidence = Span { start, end };
            }
        }
        let speaker = match (holder, prospect.subject.and_then(|s| speakers.at(s))) {
            (Some(claim), _) => claims.claims[claim].source,
            (None, Some(actor)) => Source::Actor(actor),
            (None, None) => Source::Outlet,
        };
        let polarity = if trees.is_negated(prospect.predicate) { Polarity::Negative } else { Polarity::Positive };
        let same = |o: &&Outlook| o.speaker == speaker && o.polarity == polarity && o.evidence.contains(evidence);
        if found.iter().rev().take(4).any(|o| same(&o)) {
            continue;
        }
        let from = foreseen.partition_point(|(at, _)| *at < evidence.start);
        let inside = foreseen[from..].iter().take_while(|(at, _)| *at < evidence.end);
        found.push(Outlook {
            speaker,
            evidence,
            modality: prospect.modality,
            polarity,
            horizon: horizon(times, evidence),
            events: inside.map(|(_, e)| *e).collect(),
        });
    }
    found
}

/// Where the triggers of events that have not happened stand.
fn foreseen(parsed: &Parsed<'_>, events: &[Event]) -> Vec<(u32, usize)> {
    let unreal = |e: &Event| matches!(e.status, Status::Planned | Status::Possible | Status::Hypothetical);
    let mut heads: Vec<_> =
        events.iter().enumerate().filter(|(_, e)| unreal(e)).map(|(i, e)| (parsed[e.head].span.start, i)).collect();
    heads.sort_unstable();
    heads
}

/// The days that some words name, where they do not lie in the past.
fn horizon(times: &Times, words: Span) -> Option<(Option<Date>, Option<Date>)> {
    let published = times.published.as_ref()?.date;
    let from = times.expressions.partition_point(|e| e.span.start < words.start);
    let inside = times.expressions[from..].iter().take_while(|e| e.span.end <= words.end);
    let mut days = inside.filter_map(|e| e.interval).filter(|(_, last)| *last > published);
    let (first, last) = days.next()?;
    let last = days.map(|(_, d)| d).fold(last, Ord::max);
    Some((Some(first.max(published)), Some(last)))
}

/// What a token that marks the future speaks of.
fn prospect(trees: &Trees<'_, '_>, markers: &Markers, token: u32) -> Option<Prospect> {
    match trees.upos(token) {
        Upos::Aux if trees.deprel(token) == Deprel::Aux => auxiliary(trees, markers, token),
        Upos::Verb => verb(trees, markers, token),
        Upos::Adj => adjective(trees, markers, token),
        Upos::Noun => noun(trees, markers, token),
        _ => None,
    }
}

/// "will strike", "may strike".
fn auxiliary(trees: &Trees<'_, '_>, markers: &Markers, token: u32) -> Option<Prospect> {
    let word = trees.parsed.word(token);
    let mut modality = *lookup_word(&markers.auxiliaries, word)?;
    let predicate = trees.head(token)?;
    let has = |lemmas: &[&str]| {
        trees.children(predicate).any(|c| {
            matches!(trees.deprel(c), Deprel::Aux | Deprel::Cop) && c != token && lemmas.contains(&trees.lemma(c))
        })
    };
    // "would have struck": it is over. "had to"/"'d" as "had" is no future.
    let perfect = has(&["have"]) || (word.ends_with('d') && word.len() <= 4 && trees.lemma(token) == "have");
    let powerless = word.eq_ignore_ascii_case("could") && trees.is_negated(predicate);
    if perfect || powerless || is_question(trees, predicate) {
        return None;
    }
    let adverb = trees
        .children(predicate)
        .filter(|c| trees.deprel(*c) == Deprel::Advmod)
        .find_map(|c| markers.adverbs.get(trees.lemma(c)));
    if let Some(adverb) = adverb {
        modality = *adverb;
    } else if is_conditional(trees, predicate) {
        modality = Modality::Conditional;
    } else if modality == Modality::Conditional && is_backshifted(trees, predicate) {
        modality = Modality::Certain;
    }
    // "will be able to", "may push them to": the clause is the auxiliary's. "is likely to" tells its own chance.
    if trees.upos(predicate) == Upos::Adj
        && let Some(own) = markers.adjectives.get(trees.lemma(predicate))
        && matches!(own, Modality::Likely | Modality::Unlikely)
    {
        modality = *own;
    }
    Some(Prospect { modality, predicate, words: clause(trees, predicate), subject: None })
}

/// "plans to strike", "is expected to strike", "fears that they strike".
fn verb(trees: &Trees<'_, '_>, markers: &Markers, token: u32) -> Option<Prospect> {
    let lemma = trees.lemma(token);
    let passive = trees.is_passive(token);
    let modality = *if passive { markers.passives.get(lemma) } else { markers.verbs.get(lemma) }?;
    let said = trees.children(token).filter(|c| *c > token).find(|c| match trees.deprel(*c) {
        Deprel::Xcomp | Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass => true,
        Deprel::Obj => modality == Modality::Feared || modality == Modality::Likely,
        Deprel::Obl | Deprel::Advcl => modality == Modality::Feared && trees.marker(*c, "of").is_some(),
        _ => false,
    })?;
    let subject = trees.subject(token).or_else(|| trees.parsed.child(token, Deprel::Expl));
    let from = subject.map_or(token, |s| trees.extent(s).start.min(token));
    let words = trees.trimmed(hull(&(from..token + 1), &trees.extent(said)));
    // "did not plan to": the plan is denied with its content.
    let predicate = if trees.is_negated(token) { token } else { said };
    Some(Prospect { modality, predicate, words, subject: subject.filter(|_| !passive) })
}

/// "is likely to strike", "it is difficult to strike".
fn adjective(trees: &Trees<'_, '_>, markers: &Markers, token: u32) -> Option<Prospect> {
    let modality = *markers.adjectives.get(trees.lemma(token))?;
    // An auxiliary before it speaks for both.
    if trees.children(token).any(|c| lookup_word(&markers.auxiliaries, trees.parsed.word(c)).is_some()) {
        return None;
    }
    trees.children(token).find(|c| {
        *c > token
            && matches!(trees.deprel(*c), Deprel::Xcomp | Deprel::Ccomp | Deprel::Csubj | Deprel::Advcl | Deprel::Acl)
            && (trees.marker(*c, "to").is_some() || trees.marker(*c, "that").is_some())
    })?;
    trees.parsed.child(token, Deprel::Cop)?;
    Some(Prospect { modality, predicate: token, words: clause(trees, token), subject: None })
}

/// "the possibility of strikes", "fears that they strike".
fn noun(trees: &Trees<'_, '_>, markers: &Markers, token: u32) -> Option<Prospect> {
    let modality = *markers.nouns.get(trees.lemma(token))?;
    let said = trees.children(token).find(|c| {
        *c > token
            && match trees.deprel(*c) {
                Deprel::Acl | Deprel::Ccomp => ["to", "that", "of"].iter().any(|m| trees.marker(*c, m).is_some()),
                Deprel::Nmod => trees.marker(*c, "of").is_some() && !matches!(modality, Modality::Intended),
                _ => false,
            }
    })?;
    let words = trees.trimmed(token..trees.extent(said).end);
    Some(Prospect { modality, predicate: said, words, subject: None })
}

fn lookup_word<'a>(table: &'a std::collections::HashMap<Box<str>, Modality>, word: &str) -> Option<&'a Modality> {
    table.get(word).or_else(|| {
        let short = word.len() <= 8 && word.bytes().any(|b| b.is_ascii_uppercase());
        short.then(|| table.get(&*word.to_ascii_lowercase())).flatten()
    })
}

/// The words of a predicate's own clause: without the conjunction or relative pronoun before it, and without clauses that
/// are coordinated with a subject or an auxiliary of their own.
fn clause(trees: &Trees<'_, '_>, predicate: u32) -> Range<u32> {
    let mut range = trees.extent(predicate);
    for child in trees.children(predicate) {
        let extent = trees.extent(child);
        match trees.deprel(child) {
            Deprel::Cc | Deprel::Mark if extent.start == range.start && extent.end <= predicate => {
                range.start = extent.end;
            }
            Deprel::Conj | Deprel::Parataxis if child > predicate => {
                let own = trees.subject(child).is_some()
                    || trees.children(child).any(|c| trees.deprel(c) == Deprel::Aux)
                    || trees.deprel(child) == Deprel::Parataxis;
                if own && extent.start > predicate {
                    range.end = range.end.min(extent.start);
                }
            }
            Deprel::Parataxis if extent.start == range.start && extent.end <= predicate => range.start = extent.end,
            _ => {}
        }
    }
    let range = trees.trimmed(range);
    if range.is_empty() { predicate..predicate + 1 } else { range }
}

/// Whether a predicate hangs on an "if" or "unless".
fn is_conditional(trees: &Trees<'_, '_>, predicate: u32) -> bool {
    trees.children(predicate).any(|c| {
        trees.deprel(c) == Deprel::Advcl && (trees.marker(c, "if").is_some() || trees.marker(c, "unless").is_some())
    })
}

/// "said that it would": the future of a verb in the past.
fn is_backshifted(trees: &Trees<'_, '_>, predicate: u32) -> bool {
    let mut at = predicate;
    while matches!(trees.deprel(at), Deprel::Conj) {
        let Some(head) = trees.head(at) else { return false };
        at = head;
    }
    let head = match trees.deprel(at) {
        Deprel::Ccomp => trees.head(at),
        _ => trees.children(at).find(|c| trees.deprel(*c) == Deprel::Parataxis),
    };
    head.is_some_and(|h| trees.parsed[h].feats.has(Feats::TENSE_PAST))
}

/// Whether a predicate's sentence asks.
fn is_question(trees: &Trees<'_, '_>, predicate: u32) -> bool {
    trees.head(predicate).is_none() && {
        let sentence = trees.sentence(predicate);
        (sentence.end.saturating_sub(2)..sentence.end).any(|t| t >= sentence.start && trees.is_word(t, "?"))
    }
}
