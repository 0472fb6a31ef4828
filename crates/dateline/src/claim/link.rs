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
use crate::actor::{Actor, Actors};
use crate::event::Event;
use crate::lexicon::cues::{Class, Cues};
use crate::reading::{ActorKind, ClaimKind, LinkKind, PublicRole};
use crate::syntax::{Deprel, Feats, Upos};

/// How far back a claim is compared with others; claims that answer each other stand near.
const REACH: usize = 40;
/// The share of their words that two claims must have in common to say the same.
const ALIKE: f64 = 0.45;
/// The share of the shorter claim's words that must stand in the longer one for the same.
const HELD: f64 = 0.6;
/// The most words of a claim that two words can tell.
const BRIEF: usize = 4;
/// Claims that may stand between two of one side, on events of one kind.
const NEAR: usize = 2;
/// Of long words only the beginning is compared: "investigate", "investigation".
const STEM: usize = 7;

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

/// What is compared: claims with their statements, words, events and sources.
struct Links<'a, 'p, 't> {
    trees: &'a Trees<'p, 't>,
    cues: &'a Cues,
    speakers: &'a Speakers,
    actors: &'a Actors,
    statements: &'a [Statement],
    events: &'a [Event],
    all: &'a [Claim],
    words: Vec<Words<'p>>,
    found: Vec<Link>,
}

/// The links between claims, mostly from the later to the earlier, in order.
pub(super) fn links(
    trees: &Trees<'_, '_>,
    cues: &Cues,
    speakers: &Speakers,
    actors: &Actors,
    statements: &[Statement],
    events: &[Event],
    claims: &Claims,
) -> Vec<Link> {
    let all = &claims.claims;
    let words = all.iter().zip(statements).map(|(c, s)| words(trees, c, s)).collect();
    let mut links = Links { trees, cues, speakers, actors, statements, events, all, words, found: Vec::new() };
    let mut of_source: HashMap<Source, Vec<usize>> = HashMap::new();
    for (i, claim) in all.iter().enumerate() {
        links.of(i, &of_source);
        of_source.entry(claim.source).or_default().push(i);
    }
    links.found
}

impl Links<'_, '_, '_> {
    fn add(&mut self, kind: LinkKind, from: usize, to: usize) {
        if to != from && !self.found.iter().rev().take_while(|l| l.from == from).any(|l| l.to == to) {
            self.found.push(Link { kind, from, to });
        }
    }

    /// The links of one claim with those before it.
    fn of(&mut self, i: usize, of_source: &HashMap<Source, Vec<usize>>) {
        let all = self.all;
        let claim = &all[i];
        // "under the pretext that the rebels fired": whose words these stand in does not believe them.
        if let Some(outer) = claim.within.filter(|_| self.is_fiction(i)) {
            self.found.push(Link { kind: LinkKind::Disputes, from: outer, to: i });
        }
        self.answers(i, of_source);
        if let Some(j) = self.contrasted(i) {
            self.add(LinkKind::Disputes, i, j);
        }
        let (mut supported, mut testified, mut disputed) = (false, false, false);
        let saw = self.is_testimony(i);
        for j in (i.saturating_sub(REACH)..i).rev() {
            let other = &all[j];
            if claim.within == Some(j) || other.within == Some(i) || claim.content.overlaps(other.content) {
                continue;
            }
            let (a, b) = (&self.words[i], &self.words[j]);
            // What negates anywhere may say the same as what negates above all: "as there is no solution".
            let opposed = a.negative != b.negative && !(a.negates && b.negates);
            let same = claim.source == other.source;
            let allied = same || self.is_one_side(claim.source, other.source);
            let one = claim.events.iter().any(|e| other.events.contains(e));
            let shared = common(a, b);
            let least = a.lemmas.len().min(b.lemmas.len());
            let either = a.lemmas.len() + b.lemmas.len() - shared;
            let says_same = shared >= 3 && shared as f64 >= ALIKE * either as f64;
            // A little said twice: "no military solution to this crisis", "to the conflict"; "a military airport being
            // hit", "explosions at the military airport".
            let brief = same || least <= BRIEF && (unnamed(claim) || unnamed(other));
            let enough = if brief { 2 } else { 3 };
            let holds_same = least >= 3 && shared >= enough && shared as f64 >= HELD * least as f64;
            let (asked, wanted) = (claim.kind == ClaimKind::Demand, other.kind == ClaimKind::Demand);
            if opposed && !same {
                // "denied losing the camp": a denial answers the nearest claim of what it names.
                let topic = || a.topics.iter().any(|w| b.topics.binary_search(w).is_ok());
                let denied = claim.class == Class::Deny && !disputed && topic();
                // Few words can deny much: "there is no sign of an air strike".
                let gainsaid = shared >= 2 && shared as f64 >= HELD * least as f64;
                if (one || gainsaid || denied) && !asked && !wanted {
                    disputed = true;
                    self.add(LinkKind::Disputes, i, j);
                }
            } else if says_same || holds_same || asked && wanted && allied && shared >= 2 {
                let repeats = allied || unnamed(claim) && says_same || unnamed(other) && says_same;
                self.add(if repeats { LinkKind::Repeats } else { LinkKind::Supports }, i, j);
            } else if saw && !testified && self.is_of_witnesses(j) && other.class.is_assertion() {
                testified = true;
                self.add(LinkKind::Supports, i, j);
            } else if !supported && !asked && !wanted && self.bears_out(i, j, one, allied) {
                supported = true;
                self.add(LinkKind::Supports, i, j);
            }
        }
    }

    /// Whether a claim lends weight to an earlier one: another tells of the same event, a named source makes an accusation that
    /// nobody was named for, or whoever accuses or speaks for the same side goes on with an event of the kind.
    fn bears_out(&self, i: usize, j: usize, one: bool, allied: bool) -> bool {
        let (claim, other) = (&self.all[i], &self.all[j]);
        if !claim.class.is_assertion() || !other.class.is_assertion() {
            return false;
        }
        let same = claim.source == other.source;
        let near = self.all[j + 1..i].iter().filter(|c| c.within.is_none()).count() <= NEAR;
        let at_once = self.all[j + 1..i].iter().all(|c| c.within.is_some());
        let accused = other.kind == ClaimKind::Accusation;
        let named = claim.kind == ClaimKind::Accusation && accused && unnamed(other) && !unnamed(claim);
        let like = |strict| akin(self.events, claim, other, strict);
        (one || like(Likeness::Full)) && !same
            || named && at_once
            || same && accused && at_once && like(Likeness::Kind)
            || allied && !same && near && like(Likeness::Kind)
    }

    /// What a claim that answers another, or negates, says of the claims of those it names.
    fn answers(&mut self, i: usize, of_source: &HashMap<Source, Vec<usize>>) {
        let claim = &self.all[i];
        // "agreed with the minister", "rejected the army's claim", "not in the way that the minister talks about".
        let answers = match answer(self.trees, self.cues, claim, &self.statements[i]) {
            Some((kind, range)) => Some((kind, mentioned(self.speakers, range, claim.source))),
            None if self.words[i].negative => {
                let inside = super::tokens(self.trees.parsed, claim.content);
                Some((LinkKind::Disputes, mentioned(self.speakers, inside, claim.source)))
            }
            None => None,
        };
        let Some((kind, named)) = answers else { return };
        for actor in named {
            let earlier = of_source.get(&Source::Actor(actor)).into_iter().flatten().copied();
            let near = earlier.filter(|j| i - *j <= REACH && !self.all[*j].content.overlaps(claim.content));
            if kind == LinkKind::Supports {
                // Agreement names no subject: it is with what was said last, and with what that repeats.
                if let Some(last) = near.max() {
                    self.add(kind, i, last);
                    let first = self.found.iter().find(|l| l.from == last && l.kind == LinkKind::Repeats).map(|l| l.to);
                    if let Some(first) = first {
                        self.add(kind, i, first);
                    }
                }
            } else {
                let best = near.map(|j| (common(&self.words[i], &self.words[j]), j)).max();
                // A denial must be of the same.
                if let Some((_, j)) = best.filter(|(shared, _)| *shared > 1) {
                    self.add(kind, i, j);
                }
            }
        }
    }

    /// "However, residents said they had seen none": the claim of another that a negative one stands against, in the sentence
    /// before or the clause before.
    fn contrasted(&self, i: usize) -> Option<usize> {
        let claim = &self.all[i];
        let cue = self.statements[i].cue.as_ref()?;
        let sentence = self.trees.sentence(cue.start);
        let but = (sentence.start..cue.start).find(|t| matches!(self.trees.lemma(*t), "however" | "but" | "yet"))?;
        if !self.words[i].negates || claim.within.is_some() || claim.open {
            return None;
        }
        let j = (0..i).rev().find(|j| self.all[*j].within.is_none())?;
        let other = &self.all[j];
        let there = self.statements[j].cue.as_ref()?;
        let before = self.trees.sentence(there.start);
        let adjacent = before.end == sentence.start || before == sentence && there.start < but;
        let counter = other.source != claim.source && !self.words[j].negates && other.class.is_assertion();
        (adjacent && counter && claim.class.is_assertion()).then_some(j)
    }

    /// Whether a claim's cue is a word for what is not believed: "the pretext that".
    fn is_fiction(&self, i: usize) -> bool {
        self.statements[i].cue.as_ref().is_some_and(|cue| self.cues.is_fiction(self.trees.lemma(cue.end - 1)))
    }

    /// Whether somebody private tells what they saw or heard.
    fn is_testimony(&self, i: usize) -> bool {
        let content = super::tokens(self.trees.parsed, self.all[i].content);
        let perceives =
            kind::predicate(self.trees, &content).is_some_and(|p| self.cues.is_perception(self.trees.lemma(p)));
        let official = match self.all[i].source {
            Source::Actor(a) => self.actors.actors[a].public_role == PublicRole::Official,
            _ => false,
        };
        perceives && !official && !self.words[i].negates
    }

    /// Whether those who speak are witnesses, residents, neighbours.
    fn is_of_witnesses(&self, j: usize) -> bool {
        self.statements[j].source.as_ref().is_some_and(|(head, _)| {
            self.cues.is_witness(self.trees.lemma(*head)) && self.trees.parsed[*head].feats.has(Feats::NUMBER_PLUR)
        })
    }

    /// Whether two sources speak for one side: one belongs to the other, or both are of one state.
    fn is_one_side(&self, one: Source, other: Source) -> bool {
        let (Source::Actor(one), Source::Actor(other)) = (one, other) else { return false };
        let (left, right) = (&self.actors.actors[one], &self.actors.actors[other]);
        let belongs = left.affiliation == Some(other)
            || right.affiliation == Some(one)
            || left.affiliation.is_some() && left.affiliation == right.affiliation;
        let of_state = |actor: &Actor| match actor.kind {
            ActorKind::State | ActorKind::StateForces => true,
            ActorKind::Media => actor.affiliation.is_some_and(|body| self.actors.actors[body].kind == ActorKind::State),
            ActorKind::Person => actor.public_role == PublicRole::Official,
            _ => false,
        };
        belongs || of_state(left) && of_state(right) && left.country.is_some() && left.country == right.country
    }
}

/// Whether nobody is named for a claim.
fn unnamed(claim: &Claim) -> bool {
    claim.source == Source::Unnamed
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

/// How much two events must have in common.
#[derive(Clone, Copy, PartialEq)]
enum Likeness {
    /// Their kind.
    Kind,
    /// Their kind, a place and somebody who took part.
    Full,
}

/// Whether two claims tell of events that are alike.
fn akin(events: &[Event], a: &Claim, b: &Claim, likeness: Likeness) -> bool {
    let alike = |x: &Event, y: &Event| {
        let place = || x.places.iter().any(|p| !p.inferred && y.places.iter().any(|q| q.place == p.place));
        let part = || {
            x.participants
                .iter()
                .any(|p| p.actor.is_some() && y.participants.iter().any(|q| q.actor == p.actor && q.role == p.role))
        };
        x.plover == y.plover && (likeness == Likeness::Kind || place() && part())
    };
    a.events.iter().take(8).any(|x| b.events.iter().take(8).any(|y| alike(&events[*x], &events[*y])))
}

fn words<'a>(trees: &Trees<'a, '_>, claim: &Claim, statement: &Statement) -> Words<'a> {
    let content = super::tokens(trees.parsed, claim.content);
    let of = |wanted: &[Upos]| {
        let mut lemmas: Vec<&str> =
            content.clone().filter(|t| wanted.contains(&trees.upos(*t))).map(|t| stem(trees.lemma(t))).collect();
        lemmas.retain(|l| !matches!(*l, "be" | "have" | "do" | "say"));
        lemmas.sort_unstable();
        lemmas.dedup();
        lemmas
    };
    let lemmas = of(&[Upos::Noun, Upos::Propn, Upos::Verb, Upos::Adj, Upos::Num]);
    let topics = of(&[Upos::Noun, Upos::Propn]);
    let predicate = kind::predicate(trees, &super::before_cue(trees, statement, content.clone()));
    let negated = predicate.is_some_and(|p| {
        // "there is no sign": the negation may stand with the subject.
        trees.is_negated(p) || trees.subject(p).is_some_and(|s| trees.is_negated(s)) || is_counterfactual(trees, p)
    });
    let denied = claim.kind == ClaimKind::Denial || matches!(claim.class, Class::Deny | Class::Dispute | Class::Doubt);
    // "denied that it was not so" holds that it was.
    let negates = content.clone().any(|t| matches!(trees.lemma(t), "no" | "not" | "n't" | "never" | "none"));
    Words { lemmas, topics, negative: negated != denied, negates }
}

/// The beginning of a long word.
fn stem(lemma: &str) -> &str {
    lemma.char_indices().nth(STEM).map_or(lemma, |(end, _)| &lemma[..end])
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
