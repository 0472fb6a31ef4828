//! Ties between the nominals of a sentence: appositions are one actor, persons belong to the bodies beside them.

use std::collections::HashMap;

use super::Form;
use super::candidate::Candidate;
use crate::lexicon::agents::{Class, Unit};
use crate::syntax::{Deprel, Parsed, Upos};

/// Ties appositions to what they stand beside, and persons to whom they belong.
pub(super) fn tie(parsed: &Parsed<'_>, found: &mut [Candidate<'_>]) {
    let by_head: HashMap<u32, usize> = found.iter().enumerate().map(|(i, c)| (c.head, i)).collect();
    let linker = Linker { parsed, by_head };
    for i in 0..found.len() {
        if found[i].form == Form::Pronoun || found[i].thing {
            continue;
        }
        if parsed[found[i].head].deprel == Deprel::Appos && found[i].same.is_none() {
            linker.appose(i, found);
        }
        if found[i].person && found[i].name.is_some() {
            Linker::entitle(i, found);
            linker.beside(i, found);
            linker.introduce(i, found);
        }
        if found[i].belongs.is_none() && (found[i].person || are_of_a_body(&found[i])) {
            found[i].belongs = linker.owner(&found[i], found);
        }
    }
}

/// Whether a description is of people who are of a body, many as they are: "fighters of the group", "army commanders".
fn are_of_a_body(it: &Candidate<'_>) -> bool {
    use Class::{Attackers, Forces, Gang, Head, Militants, Militia, Official, Police, PrivateMilitary, Spokesman};
    it.form == Form::Description
        && it.agent.is_some_and(|a| {
            a.unit != Unit::Body
                && matches!(
                    a.class,
                    Attackers
                        | Forces
                        | Gang
                        | Head
                        | Militants
                        | Militia
                        | Official
                        | Police
                        | PrivateMilitary
                        | Spokesman
                )
        })
}

struct Linker<'a, 't> {
    parsed: &'a Parsed<'t>,
    by_head: HashMap<u32, usize>,
}

impl Linker<'_, '_> {
    /// A description that only a comma parts from a person's name is that person, whatever the tree says: "the justice
    /// minister, Ali Traore", "Ali Traore, head of the agency". What a description is of may stand between.
    fn beside(&self, i: usize, found: &mut [Candidate<'_>]) {
        let (mut start, end) = (found[i].tokens.start, found[i].tokens.end);
        // "The warden, the aristocrat Jan Maes".
        if start > 0 && self.parsed[start - 1].upos == Upos::Det {
            start -= 1;
        }
        let name = found[i].head;
        let describes = |c: &Candidate<'_>| {
            let agent = c.agent.is_some_and(|a| !matches!(a.class, Class::Relatives));
            c.person && agent && c.name.is_none() && c.same.is_none() && c.form == Form::Description
        };
        let comma = |t: u32| self.parsed.word(t) == ",";
        if start > 0 && comma(start - 1) {
            for j in (i.saturating_sub(4)..i).rev() {
                if describes(&found[j]) && found[j].tokens.end < start && self.quiet(found[j].tokens.end, start - 1) {
                    found[j].same = Some(name);
                    break;
                }
            }
        }
        let count = self.parsed.tokens.len() as u32;
        if end < count && comma(end) {
            let next =
                (i + 1..found.len().min(i + 6)).find(|j| found[*j].tokens.start == end + 1 && describes(&found[*j]));
            if let Some(j) = next {
                // "Traore, a general said": the description speaks for itself when it is a subject.
                if !self.parsed[found[j].head].deprel.is_subject() {
                    found[j].same = Some(name);
                }
            }
        }
    }

    /// The titles before a person's name are that person: "press director Captain Ali Traore".
    fn entitle(i: usize, found: &mut [Candidate<'_>]) {
        let words = found[i].tokens.clone();
        let name = found[i].head;
        for j in (i.saturating_sub(8)..found.len().min(i + 4)).filter(|j| *j != i) {
            let it = &found[j];
            let title = it.person && it.name.is_none() && it.form == Form::Description && it.agent.is_some();
            if title && words.contains(&it.head) && it.same.is_none() {
                found[j].same = Some(name);
            }
        }
    }

    /// "a man who gave his name as Ali", "a woman named Awa": a description whose clause says its name.
    fn introduce(&self, i: usize, found: &mut [Candidate<'_>]) {
        let parsed = self.parsed;
        let name = found[i].head;
        let Some(verb) = parsed[name].head else {
            return;
        };
        let names = match parsed[verb].lemma.as_ref() {
            "name" | "call" => matches!(parsed[name].deprel, Deprel::Obj | Deprel::Xcomp),
            "give" => {
                parsed.has_case(name, "as")
                    && parsed.child(verb, Deprel::Obj).is_some_and(|o| parsed[o].lemma.as_ref() == "name")
            }
            "identify" | "introduce" | "know" => parsed.has_case(name, "as"),
            _ => false,
        };
        let clause = matches!(parsed[verb].deprel, Deprel::Acl | Deprel::AclRelcl);
        if !names || !clause {
            return;
        }
        let describes = |j: usize, found: &[Candidate<'_>]| {
            // "one of the gunmen" is one, and not the gunmen.
            let free = found[j].same.is_none() || found[j].noun.as_ref() == "one";
            found[j].person && found[j].name.is_none() && free && found[j].form != Form::Pronoun
        };
        // The noun of the clause; where the tree has another, the nominal that ends before ", who".
        let of_tree = parsed[verb].head.and_then(|noun| self.by_head.get(&noun)).copied();
        let start = (verb.saturating_sub(3)..verb).rev().find(|t| parsed[*t].lemma.as_ref() == "who");
        let beside = start.and_then(|who| {
            let ends = |j: &usize| found[*j].tokens.end == who || found[*j].tokens.end + 1 == who;
            (i.saturating_sub(8)..i).rev().filter(ends).find(|j| describes(*j, found))
        });
        if let Some(j) = of_tree.filter(|j| describes(*j, found)).or(beside) {
            found[j].same = Some(name);
        }
    }

    /// Whether some tokens are but what a noun is of: no clause, no comma, no coordination.
    fn quiet(&self, from: u32, to: u32) -> bool {
        to - from <= 12
            && (from..to).all(|t| {
                !matches!(self.parsed[t].upos, Upos::Verb | Upos::Aux | Upos::Pron | Upos::Cconj | Upos::Sconj)
                    && !matches!(self.parsed.word(t), "," | ";" | ":")
            })
    }

    /// Makes an apposition and what it stands beside one actor: the unnamed of the two is the named one.
    fn appose(&self, i: usize, found: &mut [Candidate<'_>]) {
        let parsed = self.parsed;
        let mut at = parsed[found[i].head].head;
        // "a spokesman for the council, Ali Traore": the name may hang on the last noun of the description.
        for _ in 0..3 {
            let Some(head) = at else {
                return;
            };
            if let Some(&other) = self.by_head.get(&head) {
                if apposable(&found[i], &found[other]) {
                    let (unnamed, named) = if found[other].name.is_none() { (other, i) } else { (i, other) };
                    if found[unnamed].same.is_none() {
                        found[unnamed].same = Some(found[named].head);
                    }
                    return;
                }
                if !found[i].person || found[other].person {
                    return;
                }
            }
            if !matches!(parsed[head].deprel, Deprel::Nmod | Deprel::NmodPoss | Deprel::Compound | Deprel::Flat) {
                return;
            }
            at = parsed[head].head;
        }
    }

    /// The candidate that a person belongs to by its own words: "the army's spokesman", "professor at X".
    fn owner(&self, it: &Candidate<'_>, found: &[Candidate<'_>]) -> Option<u32> {
        let parsed = self.parsed;
        let fits = |child: u32| {
            self.by_head
                .get(&child)
                .map(|i| &found[*i])
                .filter(|c| !c.person && !c.thing && c.head != it.head && c.gender.is_none())
                .filter(|c| c.form != Form::Pronoun || c.same.is_none())
                .map(|c| c.head)
        };
        let of = |token: u32| {
            parsed.children(token).find_map(|child| match parsed[child].deprel {
                Deprel::Compound | Deprel::NmodPoss => fits(child),
                Deprel::Nmod if child < token => fits(child),
                Deprel::Nmod => parsed
                    .cases(child)
                    .any(|c| parsed.is_one_of(c, &["of", "for", "at", "from", "with", "in"]))
                    .then(|| fits(child))
                    .flatten(),
                _ => None,
            })
        };
        of(it.noun_token).or_else(|| of(it.head))
    }
}

/// Whether a nominal and the one it stands in apposition to can be one actor.
fn apposable(it: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    if other.thing {
        return false;
    }
    match (&it.name, &other.name) {
        // Two names in apposition are one where one shortens the other; names.rs sees to those.
        (Some(_), Some(_)) => false,
        _ => it.person == other.person && it.many == other.many,
    }
}
