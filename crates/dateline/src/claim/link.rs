//! How claims bear on each other: one disputes, supports or repeats another.
//!
//! What two claims are about, and whether both hold it so, decides: they speak of one event, of events alike in kind and
//! in who or where, or in the same words; and one denies, doubts or negates what the other holds. A source that is named in
//! another's words ("not in the way that the minister talks about") is answered.

use std::collections::HashMap;

use super::source::Speakers;
use super::speech::Statement;
use super::tree::Trees;
use super::{Claim, Claims, Link, Source, kind};
use crate::event::Event;
use crate::lexicon::cues::{Class, Cues};
use crate::reading::{ClaimKind, LinkKind};
use crate::syntax::{Deprel, Feats, Upos};

/// How far back a claim is compared with others; claims that answer each other stand near.
const REACH: usize = 40;
/// The share of their words that two claims must have in common to say the same.
const ALIKE: f64 = 0.45;
/// The share of the shorter claim's words that must stand in the longer one for the same.
const HELD: f64 = 0.6;
/// Links from one claim to others that only speak of events alike.
const KIN: usize = 2;

/// What a claim says, for comparison.
struct Words<'a> {
    /// The lemmas that carry meaning, sorted, each once.
    lemmas: Vec<&'a str>,
    /// Those of nouns and names: what it is about.
    topics: Vec<&'a str>,
    /// Whether it says that something is not so: a denial, a doubt, a negated predicate, a counterfactual.
    negative: bool,
    /// Whether any word in it negates.
    negates: bool,
}

/// The links between claims, each from the later to the earlier, in order.
pub(super) fn links(
    trees: &Trees<'_, '_>,
    cues: &Cues,
    speakers: &Speakers,
    statements: &[Statement],
    events: &[Event],
    claims: &Claims,
) -> Vec<Link> {
    let all = &claims.claims;
    let words: Vec<Words<'_>> = all.iter().map(|c| words(trees, c)).collect();
    let mut found: Vec<Link> = Vec::new();
    let mut of_source: HashMap<Source, Vec<usize>> = HashMap::new();
    for (i, (claim, statement)) in all.iter().zip(statements).enumerate() {
        let from = found.len();
        let add = |found: &mut Vec<Link>, kind, to: usize| {
            if to != i && !found[from..].iter().any(|l| l.to == to) {
                found.push(Link { kind, from: i, to });
            }
        };
        // "agreed with the minister", "rejected the army's claim", "not in the way that the minister talks about".
        let answers = match answer(trees, cues, claim, statement) {
            Some((kind, range)) => Some((kind, mentioned(speakers, range, claim.source))),
            None if words[i].negative => {
                let inside = super::tokens(trees.parsed, claim.content);
                Some((LinkKind::Disputes, mentioned(speakers, inside, claim.source)))
            }
            None => None,
        };
        if let Some((kind, named)) = answers {
            let agrees = kind == LinkKind::Supports;
            for actor in named {
                let earlier = of_source.get(&Source::Actor(actor)).into_iter().flatten().copied();
                let near = earlier.filter(|j| i - *j <= REACH && !all[*j].content.overlaps(claim.content));
                let best = near.map(|j| (common(&words[i], &words[j]), j)).max();
                // Agreement names no subject: it is with what was said last, or nearest in words. A denial must be of the same.
                if let Some((_, j)) = best.filter(|(shared, _)| agrees || *shared > 1) {
                    add(&mut found, kind, j);
                }
            }
        }
        let mut kin = 0;
        for j in (i.saturating_sub(REACH)..i).rev() {
            let other = &all[j];
            if claim.within == Some(j) || other.within == Some(i) || claim.content.overlaps(other.content) {
                continue;
            }
            // What negates anywhere may say the same as what negates above all: "as there is no solution".
            let (a, b) = (&words[i], &words[j]);
            let opposed = a.negative != b.negative && !(a.negates && b.negates);
            let same = claim.source == other.source;
            let one = claim.events.iter().any(|e| other.events.contains(e));
            let shared = common(&words[i], &words[j]);
            let least = words[i].lemmas.len().min(words[j].lemmas.len());
            let either = words[i].lemmas.len() + words[j].lemmas.len() - shared;
            let says_same = shared >= 3 && shared as f64 >= ALIKE * either as f64;
            // Somebody who says a little twice: "no military solution to this crisis", "to the conflict".
            let enough = if same { 2 } else { 3 };
            let holds_same = least >= 3 && shared >= enough && shared as f64 >= HELD * least as f64;
            let wanted = claim.kind == ClaimKind::Demand || other.kind == ClaimKind::Demand;
            if opposed && !same {
                // "denied losing the camp": a denial answers the nearest claim of what it names.
                let topic = || words[i].topics.iter().any(|w| words[j].topics.binary_search(w).is_ok());
                let denied =
                    claim.class == Class::Deny && topic() && found[from..].iter().all(|l| l.kind != LinkKind::Disputes);
                // Few words can deny much: "there is no sign of an air strike".
                let gainsaid = shared >= 2 && shared as f64 >= HELD * least as f64;
                if (one || gainsaid || denied) && !wanted {
                    add(&mut found, LinkKind::Disputes, j);
                }
            } else if says_same || holds_same {
                let repeats = same || claim.source == Source::Unnamed || other.source == Source::Unnamed;
                add(&mut found, if repeats { LinkKind::Repeats } else { LinkKind::Supports }, j);
            } else if kin < KIN
                && claim.class.is_assertion()
                && other.class.is_assertion()
                && !wanted
                && (one || akin(events, claim, other))
            {
                kin += 1;
                add(&mut found, LinkKind::Supports, j);
            }
        }
        of_source.entry(claim.source).or_default().push(i);
    }
    found
}

/// Whether a claim is said in answer to somebody, and the words that name whom: those around its cue, or around the verb
/// of agreement or denial that its cue hangs on ("agreed with the minister by saying that").
fn answer(
    trees: &Trees<'_, '_>,
    cues: &Cues,
    claim: &Claim,
    statement: &Statement,
) -> Option<(LinkKind, std::ops::Range<u32>)> {
    let cue = statement.cue.as_ref()?;
    let kind = |class: Class| match class {
        Class::Agree => Some(LinkKind::Supports),
        Class::Deny | Class::Dispute => Some(LinkKind::Disputes),
        _ => None,
    };
    if let Some(kind) = kind(claim.class) {
        return Some((kind, cue.end..(cue.end + 8).min(trees.sentence(cue.start).end)));
    }
    let above = trees.head(cue.end - 1).filter(|h| *h < cue.start && trees.upos(*h) == Upos::Verb)?;
    let entries = cues.headed_by(trees.lemma(above), Upos::Verb);
    let kind = entries.iter().filter(|c| c.others.is_empty()).find_map(|c| kind(c.class))?;
    Some((kind, above + 1..cue.start))
}

/// The actors that some tokens mention, but for the source.
fn mentioned(speakers: &Speakers, tokens: std::ops::Range<u32>, source: Source) -> Vec<usize> {
    let mut named: Vec<usize> = tokens.filter_map(|t| speakers.at(t)).filter(|a| Source::Actor(*a) != source).collect();
    named.dedup();
    named.truncate(4);
    named
}

/// Whether two claims tell of events of one kind that share a place or somebody who took part.
fn akin(events: &[Event], a: &Claim, b: &Claim) -> bool {
    let alike = |x: &Event, y: &Event| {
        let place = x.places.iter().any(|p| !p.inferred && y.places.iter().any(|q| q.place == p.place));
        let part = x
            .participants
            .iter()
            .any(|p| p.actor.is_some() && y.participants.iter().any(|q| q.actor == p.actor && q.role == p.role));
        x.plover == y.plover && (place || part)
    };
    a.events.iter().take(8).any(|x| b.events.iter().take(8).any(|y| alike(&events[*x], &events[*y])))
}

fn words<'a>(trees: &Trees<'a, '_>, claim: &Claim) -> Words<'a> {
    let content = super::tokens(trees.parsed, claim.content);
    let of = |wanted: &[Upos]| {
        let mut lemmas: Vec<&str> =
            content.clone().filter(|t| wanted.contains(&trees.upos(*t))).map(|t| trees.lemma(t)).collect();
        lemmas.retain(|l| !matches!(*l, "be" | "have" | "do" | "say"));
        lemmas.sort_unstable();
        lemmas.dedup();
        lemmas
    };
    let lemmas = of(&[Upos::Noun, Upos::Propn, Upos::Verb, Upos::Adj, Upos::Num]);
    let topics = of(&[Upos::Noun, Upos::Propn]);
    let predicate = kind::predicate(trees, &content);
    let negated = predicate.is_some_and(|p| {
        // "there is no sign": the negation may stand with the subject.
        trees.is_negated(p) || trees.subject(p).is_some_and(|s| trees.is_negated(s)) || is_counterfactual(trees, p)
    });
    let denied = claim.kind == ClaimKind::Denial || matches!(claim.class, Class::Deny | Class::Dispute | Class::Doubt);
    // "denied that it was not so" holds that it was.
    let negates = content.clone().any(|t| matches!(trees.lemma(t), "no" | "not" | "n't" | "never" | "none"));
    Words { lemmas, topics, negative: negated != denied, negates }
}

/// "If the army had been able to, it would have": it was not.
fn is_counterfactual(trees: &Trees<'_, '_>, predicate: u32) -> bool {
    let has = |t: u32, lemma: &str| {
        trees
            .children(t)
            .any(|c| trees.deprel(c) == Deprel::Aux && (trees.lemma(c) == lemma || trees.is_word(c, lemma)))
    };
    has(predicate, "would")
        && has(predicate, "have")
        && trees.children(predicate).any(|c| {
            trees.deprel(c) == Deprel::Advcl
                && trees.marker(c, "if").is_some()
                && trees.children(c).any(|a| trees.parsed[a].feats.has(Feats::TENSE_PAST))
        })
}

/// How many lemmas two claims have in common.
fn common(a: &Words<'_>, b: &Words<'_>) -> usize {
    a.lemmas.iter().filter(|w| b.lemmas.binary_search(w).is_ok()).count()
}
