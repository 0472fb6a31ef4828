//! The words around a name that say what kind of place it is: `the strategic city of X`, `X military airport`.

use std::ops::Range;

use super::Finder;
use crate::lexicon::places::{Noun, NounKind};
use crate::place::words::{MODIFIERS, is_determiner};
use crate::reading::PlaceKind;
use crate::syntax::Upos;

impl Finder<'_, '_> {
    /// Joins the words that say what kind of place it is.
    pub(super) fn attach(&mut self, index: usize, sentence: &Range<u32>) {
        let found = &self.found[index];
        let (start, end) = (found.tokens.start, found.tokens.end);
        let floor = if index > 0 { self.found[index - 1].whole.end.max(sentence.start) } else { sentence.start };
        let mut whole = found.whole.clone();
        let mut noun = None;
        let country = self.is_country(&found.key);
        // X airport, X military airport
        for skip in 0..=2 {
            let at = end + skip;
            if at >= sentence.end || (skip > 0 && !self.is_modifier(at - 1)) {
                break;
            }
            if let Some((n, after)) = self.noun_at(at, sentence.end)
                && n.before
                && n.kind != NounKind::Body
                && !(country && matches!(n.kind, NounKind::Kind(PlaceKind::Facility | PlaceKind::City)))
                && (skip == 0 || n.kind == NounKind::Kind(PlaceKind::Facility))
            {
                noun = Some((n, after - 1));
                whole.end = after;
                break;
            }
        }
        if noun.is_none() && start > floor {
            // the city of X, Lake X
            let mut at = start;
            let of = self.parsed.word(at - 1).eq_ignore_ascii_case("of");
            if of {
                at -= 1;
            }
            if let Some((n, first)) = self.noun_before(at, floor)
                && (if of { n.of } else { n.after })
            {
                noun = Some((n, at - 1));
                whole.start = first;
            }
        }
        if noun.is_some() {
            // the strategic city of X; the main X prison
            let mut first = whole.start;
            while first > floor && self.is_modifier(first - 1) {
                first -= 1;
            }
            if first > floor && is_determiner(self.parsed.word(first - 1)) {
                whole.start = first - 1;
            } else if first < whole.start && noun.is_some_and(|(n, _)| n.kind == NounKind::Kind(PlaceKind::Facility)) {
                whole.start = first;
            }
        }
        // the Niger delta: the noun is a part of the name
        let described = self.parsed.word(end - 1).starts_with(char::is_lowercase);
        if noun.is_none() && described && start > floor && is_determiner(self.parsed.word(start - 1)) {
            whole.start = start - 1;
        }
        let found = &mut self.found[index];
        found.sure |= noun.is_some();
        found.noun = noun;
        found.whole = whole;
    }

    pub(super) fn noun_before(&self, end: u32, floor: u32) -> Option<(Noun, u32)> {
        let words = self.lexicon.places.noun_words() as u32;
        (1..=words).rev().find_map(|n| {
            let first = end.checked_sub(n).filter(|f| *f >= floor)?;
            let (noun, after) = self.noun_at(first, end)?;
            (after == end).then_some((noun, first))
        })
    }

    /// An adjective or noun that may stand between article and noun.
    pub(super) fn is_modifier(&self, token: u32) -> bool {
        let word = self.parsed.word(token);
        let open = matches!(self.parsed[token].upos, Upos::Adj | Upos::Noun | Upos::Propn | Upos::X);
        open && word.len() > 2
            && word.chars().all(|c| c.is_alphabetic() || c == '-')
            && !is_determiner(word)
            && (!word.starts_with(char::is_uppercase) || self.lexicon.countries.by_adjective(word).is_some())
            && (self.parsed[token].upos != Upos::X
                || MODIFIERS.contains(&word)
                || self.lexicon.countries.by_adjective(word).is_some())
    }
}
