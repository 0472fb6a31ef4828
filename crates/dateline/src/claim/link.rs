//! How claims bear on each other: one disputes, supports or repeats another.

use std::collections::HashMap;

use super::source::Speakers;
use super::speech::Statement;
use super::tree::Trees;
use super::{Claims, Link, Source};
use crate::lexicon::cues::Class;
use crate::reading::{ClaimKind, LinkKind};
use crate::syntax::Upos;

/// How far back a claim is compared with others; claims that answer each other stand near.
const REACH: usize = 40;
/// The share of their words that two claims must have in common to say the same.
const ALIKE: f64 = 0.45;

/// The links between claims, each from the later to the earlier, in order.
pub(super) fn links(
    trees: &Trees<'_, '_>,
    speakers: &Speakers,
    statements: &[Statement],
    claims: &Claims,
) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    let mut last_of: HashMap<Source, usize> = HashMap::new();
    let words: Vec<Vec<&str>> = claims.claims.iter().map(|c| content_words(trees, c.content)).collect();
    for (i, (claim, statement)) in claims.claims.iter().zip(statements).enumerate() {
        let mut add = |kind, to| {
            let known = found.iter().rev().take_while(|l| l.from == i).any(|l| l.to == to);
            if !known && to != i {
                found.push(Link { kind, from: i, to });
            }
        };
        // "agreed with the minister", "rejected the army's claim"
        let answers = match claim.class {
            Class::Agree => Some(LinkKind::Supports),
            Class::Deny | Class::Dispute => Some(LinkKind::Disputes),
            _ => None,
        };
        if let Some(kind) = answers {
            let named = addressees(trees, speakers, statement, claim.source);
            named.filter_map(|a| last_of.get(&Source::Actor(a))).for_each(|to| add(kind, *to));
        }
        for j in (i.saturating_sub(REACH)..i).rev() {
            let other = &claims.claims[j];
            if claim.within == Some(j) || claim.content.overlaps(other.content) {
                continue;
            }
            let shares_event = claim.events.iter().any(|e| other.events.contains(e));
            let opposed = (claim.kind == ClaimKind::Denial) != (other.kind == ClaimKind::Denial);
            if shares_event && opposed && claim.source != other.source {
                add(LinkKind::Disputes, j);
            } else if shares_event
                && !opposed
                && claim.source != other.source
                && claim.class.is_assertion()
                && other.class.is_assertion()
            {
                add(LinkKind::Supports, j);
            } else if alike(&words[i], &words[j]) >= ALIKE && !opposed {
                let same = claim.source == other.source || claim.source == Source::Unnamed;
                add(if same { LinkKind::Repeats } else { LinkKind::Supports }, j);
            }
        }
        last_of.insert(claim.source, i);
    }
    found
}

/// Whom the words around a cue name beside its source.
fn addressees<'a>(
    trees: &'a Trees<'_, '_>,
    speakers: &'a Speakers,
    statement: &'a Statement,
    source: Source,
) -> impl Iterator<Item = usize> + 'a {
    let from = statement.cue.as_ref().map_or(0..0, |c| c.end..(c.end + 8).min(trees.sentence(c.start).end));
    from.filter_map(|t| speakers.at(t)).filter(move |a| Source::Actor(*a) != source)
}

/// The lemmas that carry meaning, sorted, each once.
fn content_words<'a>(trees: &Trees<'a, '_>, words: crate::span::Span) -> Vec<&'a str> {
    let mut lemmas: Vec<&str> = super::tokens(trees.parsed, words)
        .filter(|t| matches!(trees.upos(*t), Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num))
        .map(|t| trees.lemma(t))
        .collect();
    lemmas.sort_unstable();
    lemmas.dedup();
    lemmas
}

/// The share of words in common (Jaccard); 0 where either has fewer than three.
fn alike(a: &[&str], b: &[&str]) -> f64 {
    if a.len() < 3 || b.len() < 3 {
        return 0.0;
    }
    let common = a.iter().filter(|w| b.binary_search(w).is_ok()).count();
    common as f64 / (a.len() + b.len() - common) as f64
}
