//! One noun shared by several sides: "Thai and Cambodian troops" are Thai troops and Cambodian troops.

use super::Form;
use super::candidate::{Candidate, Finder};
use crate::syntax::{Deprel, Upos};

impl<'l> Finder<'_, '_, 'l> {
    /// Narrows a nominal whose noun several nationalities share to its first side.
    pub(super) fn first_side(&self, mut it: Candidate<'l>) -> Candidate<'l> {
        if !shares(&it) {
            return it;
        }
        let sides = self.nationalities(it.head);
        // A tree may hang on the noun what does not stand in its nominal.
        if let Some(second) = sides.get(1).filter(|_| it.tokens.contains(&sides[0])) {
            let mut end = sides[0] + 1;
            // "North Korean and ..." ends after its label, and so does a name of two words.
            end = end.max(self.label(sides[0]).map_or(0, |l| l.tokens.end)).min(*second);
            it.tokens = it.tokens.start..end;
            it.country = self.country_of(sides[0]);
            it.people = self.people_of(sides[0]);
        }
        it
    }

    /// The side that a nationality joined to another one tells of.
    pub(super) fn other_side(&self, nationality: u32) -> Option<Candidate<'l>> {
        let parsed = self.parsed;
        if parsed[nationality].deprel != Deprel::Conj {
            return None;
        }
        let mut first = nationality;
        while parsed[first].deprel == Deprel::Conj {
            first = parsed[first].head.filter(|h| *h < first)?;
        }
        let noun = parsed[first].head.filter(|n| *n > nationality)?;
        let sides = self.nationalities(noun);
        if sides.len() < 2 || !sides.contains(&nationality) {
            return None;
        }
        let mut it = self.at(noun).filter(|it| shares(it) && it.tokens.contains(&first))?;
        it.head = nationality;
        it.tokens = nationality..noun + 1;
        it.country = self.country_of(nationality);
        it.people = self.people_of(nationality);
        Some(it)
    }

    /// The nationalities joined before a noun, from left to right; empty where there are fewer than two.
    fn nationalities(&self, noun: u32) -> Vec<u32> {
        let parsed = self.parsed;
        let modifies = |c: &u32| *c < noun && matches!(parsed[*c].deprel, Deprel::Amod | Deprel::Compound);
        let Some(first) = parsed.children(noun).find(|c| modifies(c) && self.is_nationality(*c)) else {
            return Vec::new();
        };
        let sides = parsed.conjuncts(first);
        let all = sides.len() > 1 && sides.iter().all(|s| *s < noun && self.is_nationality(*s));
        if all { sides } else { Vec::new() }
    }

    fn is_nationality(&self, token: u32) -> bool {
        matches!(self.parsed[token].upos, Upos::Adj | Upos::Propn)
            && (self.country_of(token).is_some() || self.people_of(token).is_some())
    }
}

/// Whether a nominal may stand for several sides: only a noun of many does.
fn shares(it: &Candidate<'_>) -> bool {
    it.form == Form::Description && it.agent.is_some() && it.many && !it.thing && it.same.is_none()
}
