//! Relations that words state: "X supports Y", "hostility to Y", "the X-backed Y", "X's ally".

use std::collections::HashMap;

use super::{Object, Relation, tense, two_sided};
use crate::actor::Actors;
use crate::claim::Source;
use crate::lexicon::Lexicon;
use crate::lexicon::relations::{Pos, Statement};
use crate::place::Places;
use crate::reading::{ActorKind, RelationKind};
use crate::span::Span;
use crate::syntax::{Deprel, Parsed, Upos};

/// Reads what each word states, in reading order.
pub(super) fn read(parsed: &Parsed<'_>, places: &Places, actors: &Actors, lexicon: &Lexicon) -> Vec<Relation> {
    let place_at = places.mentions.iter().map(|m| (m.head, m.place)).collect();
    let reader = Reader { parsed, actors, place_at };
    let mut found = Vec::new();
    for token in 0..parsed.tokens.len() as u32 {
        let upos = parsed[token].upos;
        if !matches!(upos, Upos::Verb | Upos::Noun | Upos::Adj | Upos::Adp) {
            continue;
        }
        let lemma = parsed[token].lemma.to_lowercase();
        for statement in lexicon.relations.get(&lemma) {
            let fits = match statement.pos {
                Pos::Verb => upos == Upos::Verb,
                Pos::Noun => upos == Upos::Noun,
                Pos::Adj => matches!(upos, Upos::Adj | Upos::Verb),
                Pos::Adp => upos == Upos::Adp,
                Pos::Suffix => false,
            };
            if fits && !reader.negated(token) {
                reader.state(token, statement, &mut found);
            }
        }
        let word = parsed.word(token).to_lowercase();
        let half = word.rsplit('-').next().unwrap_or_default();
        for statement in lexicon.relations.get(half).iter().filter(|s| s.pos == Pos::Suffix) {
            reader.suffix(token, statement, &mut found);
        }
    }
    found
}

struct Reader<'a, 't> {
    parsed: &'a Parsed<'t>,
    actors: &'a Actors,
    place_at: HashMap<u32, usize>,
}

/// Conjuncts of one side that are related to each of the other.
const CONJUNCTS: usize = 6;

impl Reader<'_, '_> {
    /// The actors that a nominal and its conjuncts mean.
    fn actors(&self, head: u32) -> Vec<usize> {
        let conjuncts = self.actors.sides(self.parsed, head).into_iter().take(CONJUNCTS);
        let mut all: Vec<usize> = conjuncts.filter_map(|h| self.side(h)).collect();
        all.dedup();
        all
    }

    /// The actor that a nominal means, or whose it is: "coalition air strikes", "the army's positions".
    fn side(&self, head: u32) -> Option<usize> {
        let own = self.actors.at(head).map(|m| m.actor);
        own.or_else(|| {
            let parts = self.parsed.children(head).filter(|c| *c < head);
            let owner = |c: &u32| matches!(self.parsed[*c].deprel, Deprel::Compound | Deprel::NmodPoss);
            parts.filter(owner).find_map(|c| self.actors.at(c)).map(|m| m.actor)
        })
    }

    /// The actors and places that a nominal and its conjuncts mean.
    fn objects(&self, head: u32, kind: RelationKind) -> Vec<Object> {
        let conjuncts = self.actors.sides(self.parsed, head).into_iter().take(CONJUNCTS);
        let place_first = kind == RelationKind::Controls;
        conjuncts
            .filter_map(|h| {
                let actor = self.side(h).map(Object::Actor);
                let place = self.place(h).map(Object::Place);
                let actor = actor.filter(|a| !place_first || self.is_ground(a));
                if place_first { place.or(actor) } else { actor.or(place.filter(|_| kind == RelationKind::Mediates)) }
            })
            .collect()
    }

    /// The place that a nominal names, or is in or of: "three districts of Kidal".
    fn place(&self, head: u32) -> Option<usize> {
        self.place_at.get(&head).copied().or_else(|| {
            let parts = self.parsed.children(head);
            let of = |c: &u32| matches!(self.parsed[*c].deprel, Deprel::Nmod | Deprel::Compound | Deprel::Appos);
            parts.filter(of).find_map(|c| self.place_at.get(&c).copied())
        })
    }

    fn negated(&self, token: u32) -> bool {
        let parsed = self.parsed;
        let not = |t: u32| {
            parsed
                .children(t)
                .any(|c| matches!(parsed[c].lemma.to_lowercase().as_str(), "not" | "never" | "no" | "neither" | "nor"))
        };
        not(token) || (parsed[token].deprel == Deprel::Xcomp && parsed[token].head.is_some_and(not))
    }

    /// The nominal in a slot of a word.
    fn slot(&self, token: u32, slot: &str) -> Option<u32> {
        let parsed = self.parsed;
        match slot {
            "doer" => {
                if parsed[token].upos == Upos::Verb {
                    // "the trouble was that the army allied with": the inner of two subjects.
                    let inner = parsed
                        .child(token, Deprel::Nsubj)
                        .filter(|_| parsed.child(token, Deprel::NsubjOuter).is_some());
                    return inner.or_else(|| parsed.doer(token));
                }
                if parsed[token].upos == Upos::Adp {
                    // "fighting alongside Y"
                    return parsed[token].head.and_then(|noun| parsed[noun].head).and_then(|verb| parsed.doer(verb));
                }
                // "X is an ally of Y", "X, an ally of Y", "forces loyal to Y".
                parsed.subject(token).or(match parsed[token].deprel {
                    Deprel::Appos | Deprel::Amod | Deprel::Acl => parsed[token].head,
                    _ => self.actors.at(token).map(|m| m.head),
                })
            }
            "undergoer" => parsed.undergoer(token),
            "owner" => parsed
                .children(token)
                .find(|c| {
                    let owns = matches!(parsed[*c].deprel, Deprel::NmodPoss | Deprel::Compound | Deprel::Amod)
                        || (*c > token && parsed[*c].deprel == Deprel::Nmod && parsed.has_case(*c, "by"));
                    owns && !self.actors(*c).is_empty()
                })
                .or_else(|| self.of_clause(token)),
            "theme" => self.theme(token),
            "other" => self.other(token),
            "between" => self.preposition(token, "between").or_else(|| self.slot(token, "owner")),
            preposition if parsed[token].upos == Upos::Adp && parsed.word(token).eq_ignore_ascii_case(preposition) => {
                parsed[token].head
            }
            preposition => self.preposition(token, preposition),
        }
    }

    /// Whose a noun is when nothing beside it says: the doer of the clause that it stands in, unless it is that doer.
    fn of_clause(&self, noun: u32) -> Option<u32> {
        let parsed = self.parsed;
        let mut predicate = parsed.predicate(noun);
        // "strikes by X hit roads, which feed the front, in support of Y": out of a clause whose doer is nobody.
        for _ in 0..3 {
            let doer = parsed.doer(predicate).or_else(|| parsed.subject(predicate));
            let apart = doer.filter(|d| *d != noun && predicate != noun && !parsed.governs(*d, noun));
            if !parsed.has_case(noun, "in") || apart.is_some_and(|d| !self.actors(d).is_empty()) {
                return apart;
            }
            let above = parsed[predicate].head.map(|h| parsed.predicate(h)).filter(|p| *p != predicate);
            predicate = above?;
        }
        None
    }

    fn preposition(&self, token: u32, preposition: &str) -> Option<u32> {
        let parsed = self.parsed;
        let after = |c: &u32| *c > token && parsed.has_case(*c, preposition);
        parsed.children(token).find(after).or_else(|| {
            // "join the fight against the rebels": the phrase just behind a noun may hang on its verb.
            let end = parsed.subtree(token).end;
            let governor = parsed[token].head.filter(|_| parsed[token].upos == Upos::Noun)?;
            parsed.children(governor).filter(|c| parsed.subtree(*c).start == end).find(after)
        })
    }

    /// What stands under something: "areas under rebel control", "the town, which remains under occupation".
    fn theme(&self, noun: u32) -> Option<u32> {
        let parsed = self.parsed;
        if !parsed.has_case(noun, "under") && !parsed.has_case(noun, "in") {
            return None;
        }
        match parsed[noun].deprel {
            Deprel::Nmod => parsed[noun].head,
            Deprel::Obl => parsed[noun].head.and_then(|verb| parsed.subject(verb)),
            Deprel::AclRelcl => parsed[noun].head,
            _ => parsed.subject(noun),
        }
    }

    /// The nominal that the one a word modifies is coordinated with: "the army and allied militias".
    fn other(&self, word: u32) -> Option<u32> {
        let parsed = self.parsed;
        let noun = parsed[word].head.filter(|_| parsed[word].deprel == Deprel::Amod)?;
        if parsed[noun].deprel == Deprel::Conj { parsed[noun].head } else { None }
    }

    fn state(&self, token: u32, statement: &Statement, found: &mut Vec<Relation>) {
        let parsed = self.parsed;
        let modified = |need: &str| parsed.children(token).any(|c| parsed[c].lemma.eq_ignore_ascii_case(need));
        if !statement.needs.is_empty() && !statement.needs.iter().any(|n| modified(n)) {
            return;
        }
        let Some(first) = self.slot(token, &statement.subject) else {
            return;
        };
        let subjects = self.actors(first);
        if statement.kind == RelationKind::Controls && self.is_aim(token) {
            return;
        }
        let slots = statement.object.iter().filter_map(|slot| self.slot(token, slot)).filter(|s| *s != first);
        let filled = slots.map(|s| (s, self.objects(s, statement.kind))).find(|(_, objects)| !objects.is_empty());
        let (second, objects) = filled.map_or((None, Vec::new()), |(s, objects)| (Some(s), objects));
        // "X and Y clashed", but not "X and Y launched": only what one does with another is done together.
        let mutual = &*statement.subject == "between" || statement.object.iter().any(|slot| &**slot == "with");
        let together = two_sided(statement.kind)
            && mutual
            && subjects.len() > 1
            && (objects.is_empty() || statement.kind == RelationKind::Allied);
        let mut push = |subject: usize, object: Object, evidence: Span| {
            let tense = tense(parsed, token);
            found.push(Relation { subject, kind: statement.kind, object, tense, source: Source::Outlet, evidence });
        };
        if together {
            // "X and Y clashed": each with each.
            let evidence = self.evidence(&[token, first]);
            for (i, a) in subjects.iter().enumerate() {
                for b in &subjects[i + 1..] {
                    push(*a, Object::Actor(*b), evidence);
                }
            }
        }
        if let Some(second) = second {
            let evidence = self.evidence(&[token, first, second]);
            for subject in &subjects {
                for object in &objects {
                    push(*subject, *object, evidence);
                }
            }
            // "X fights Z alongside Y": Y fights Z too.
            if statement.kind == RelationKind::Hostile && statement.pos == Pos::Verb {
                let beside = self.preposition(token, "alongside").filter(|b| *b != second);
                for subject in beside.map_or_else(Vec::new, |b| self.actors(b)) {
                    for object in &objects {
                        push(subject, *object, evidence);
                    }
                }
            }
        }
        // "The army, tribesmen and militias launched an offensive": who fights together is allied.
        let fights = statement.pos == Pos::Verb
            && matches!(statement.kind, RelationKind::Hostile | RelationKind::Controls)
            && !together
            && !mutual;
        if fights && subjects.len() > 1 && subjects.iter().all(|s| self.is_armed(*s)) {
            let evidence = self.evidence(&[token, first]);
            for (i, a) in subjects.iter().enumerate() {
                for b in &subjects[i + 1..] {
                    let (kind, tense) = (RelationKind::Allied, tense(parsed, token));
                    let (subject, object) = (*a, Object::Actor(*b));
                    found.push(Relation { subject, kind, object, tense, source: Source::Outlet, evidence });
                }
            }
        }
    }

    /// Whether an actor can fight.
    fn is_armed(&self, actor: usize) -> bool {
        use ActorKind::{Group, Militia, PrivateMilitary, Rebels, State, StateForces};
        matches!(self.actors.actors[actor].kind, State | StateForces | Rebels | Militia | PrivateMilitary | Group)
    }

    /// Whether something can be controlled: a place, a body; and no people, whom one holds.
    fn is_ground(&self, object: &Object) -> bool {
        match object {
            Object::Actor(actor) => {
                matches!(
                    self.actors.actors[*actor].kind,
                    ActorKind::State | ActorKind::Organisation | ActorKind::Unknown
                )
            }
            _ => true,
        }
    }

    /// Whether a verb is what somebody wants, tries or is there to do: "to retake the city".
    fn is_aim(&self, token: u32) -> bool {
        let parsed = self.parsed;
        parsed[token].upos == Upos::Verb
            && parsed[token].deprel != Deprel::Root
            && parsed.children(token).any(|c| parsed[c].deprel == Deprel::Mark && parsed[c].lemma.as_ref() == "to")
    }

    /// "the US-backed forces", "IS-held villages": one token or three.
    fn suffix(&self, token: u32, statement: &Statement, found: &mut Vec<Relation>) {
        let parsed = self.parsed;
        let sentence = parsed.sentence(token).tokens.clone();
        let first = if parsed.word(token).contains('-') {
            token
        } else if token >= sentence.start + 2 && parsed.word(token - 1) == "-" {
            token - 2
        } else {
            return;
        };
        let Some(noun) = parsed[token].head.filter(|h| *h > token) else {
            return;
        };
        let Some(side) = self.actors.at(first).map(|m| m.actor) else {
            return;
        };
        let evidence = parsed.span(&(first..noun + 1));
        let tense = tense(parsed, noun);
        let mut push = |subject, object| {
            found.push(Relation { subject, kind: statement.kind, object, tense, source: Source::Outlet, evidence });
        };
        for object in self.objects(noun, statement.kind) {
            match (statement.subject.as_ref(), object) {
                ("first", object) => push(side, object),
                (_, Object::Actor(noun)) => push(noun, Object::Actor(side)),
                _ => {}
            }
        }
    }

    /// The words from the first to the last of some nominals and the word that relates them.
    fn evidence(&self, tokens: &[u32]) -> Span {
        let spans = tokens.iter().map(|t| self.actors.at(*t).map_or(self.parsed[*t].span, |m| m.span));
        spans.reduce(Span::join).unwrap_or_default()
    }
}
