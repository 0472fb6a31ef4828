//! Phrases that the lexicon lists: vague references, and names of days.

use super::super::atom::Kind;
use super::super::phrase::{Meaning, Point, Step, What};
use super::{Found, Scan};
use crate::lexicon::times::Fixed;

impl Scan<'_> {
    /// The longest listed phrase at an atom.
    fn listed(&self, at: usize) -> Found<Fixed> {
        let phrases = self.words.phrases(self.atom(at)?.text);
        phrases.iter().find_map(|phrase| {
            let end = at + 1 + phrase.rest.len();
            let all = phrase.rest.iter().zip(at + 1..end).all(|(piece, i)| {
                self.is(i, piece) || &**piece == "'" && self.mark(i, '\'') || &**piece == "-" && self.mark(i, '-')
            });
            all.then_some((phrase.what, end))
        })
    }

    /// A vague reference, or words that look like a time and are none.
    pub(super) fn fixed(&self, at: usize) -> Found<Option<Meaning>> {
        match self.listed(at)? {
            (Fixed::Reference(reference), end) => Some((Some(Meaning::Reference(reference)), end)),
            (Fixed::Nothing, end) => Some((None, end)),
            (Fixed::Holiday(_), _) => None,
        }
    }

    /// A holiday: "Easter Monday", "Christmas 2014", "last Ramadan". It begins with a capital letter.
    pub(super) fn holiday(&self, at: usize) -> Found<Point> {
        let named = |at: usize| match self.listed(at) {
            Some((Fixed::Holiday(index), end)) if self.atoms[at].capital => Some((index, end)),
            _ => None,
        };
        let (step, (index, end)) = if let Some(found) = named(at) {
            (None, found)
        } else {
            let next = self.skip(at, "the");
            match self.word(next).step {
                Some(step) => (Some(step), named(next + 1)?),
                None => (None, named(next).filter(|_| next > at)?),
            }
        };
        // "Christmas tree", "Easter Island": a capital or a noun after it makes a name of it.
        let name =
            self.atom(end).is_some_and(|a| a.kind == Kind::Word && a.capital && a.word.month.is_none() && !a.shouted);
        if name {
            return None;
        }
        let step = step.map(|s| if s == Step::Same { Step::This } else { s });
        let within = self.within(end);
        let end = within.map_or(end, |(_, after)| after);
        Some((Point { step, within: within.map(|w| w.0), ..Point::new(What::Holiday(index)) }, end))
    }
}
