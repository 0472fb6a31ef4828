//! Places: recognised, resolved to the gazetteer, and given the precision that the words allow.
//!
//! [`find`] says which words name a place, [`resolve`] which place they mean, [`describe`] what is told from a place
//! without naming it; [`assemble`] puts them together.

use std::ops::Range;

use crate::country::Country;
use crate::lexicon::Lexicon;
use crate::reading::{Bearing, PlaceAlternative, PlaceKind, Precision};
use crate::span::Span;
use crate::syntax::Parsed;

mod assemble;
mod candidates;
mod describe;
mod direction;
mod find;
pub mod gazetteer;
mod key;
mod persons;
mod resolve;
mod series;
mod spelling;
#[cfg(test)]
mod tests;
mod words;

pub use candidates::distance_km;
pub use key::{Key, key};

/// The places of a document.
#[derive(Debug, Default)]
pub struct Places {
    /// Each place once.
    pub places: Vec<Place>,
    /// The words that name them, in reading order. A mention may lie inside a longer one ("south of Kidal").
    pub mentions: Vec<Mention>,
    /// The country that the document is about, if one stands out.
    pub focus: Option<Country>,
    /// Indices of mentions, by head.
    by_head: Vec<u32>,
}

/// One place; see [`crate::reading::Place`] for the meaning of the fields.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "documented at the contract's type")]
pub struct Place {
    pub name: String,
    pub kind: PlaceKind,
    pub country: Option<Country>,
    pub admin1: Option<String>,
    pub admin2: Option<String>,
    /// Latitude and longitude in WGS 84 degrees.
    pub point: Option<(f64, f64)>,
    pub gazetteer: Option<String>,
    pub precision: Precision,
    pub anchor: Option<Anchor>,
    pub alternatives: Vec<PlaceAlternative>,
    pub confidence: f64,
}

/// A place told from another.
#[derive(Clone, Debug, PartialEq)]
pub struct Anchor {
    /// Index in [`Places::places`].
    pub place: usize,
    /// Direction from it; none for a part of it, or for something in it.
    pub bearing: Option<Bearing>,
    /// Distance from it, in kilometres.
    pub distance_km: Option<f64>,
}

/// Words that name a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Index in [`Places::places`].
    pub place: usize,
    /// The words.
    pub span: Span,
    /// The words, as tokens.
    pub tokens: Range<u32>,
    /// The token that the rest depends on.
    pub head: u32,
}

impl Places {
    /// The mention whose head is `token`, if there is one; the longest where there are several.
    pub fn at(&self, token: u32) -> Option<&Mention> {
        let first = self.by_head.partition_point(|m| self.mentions[*m as usize].head < token);
        let mentions = self.by_head[first..].iter().map(|m| &self.mentions[*m as usize]);
        mentions.take_while(|m| m.head == token).max_by_key(|m| m.span.len())
    }

    /// The shortest mention that holds a token, whether or not it is its head.
    pub fn over(&self, token: u32) -> Option<&Mention> {
        // Mentions are short: none that begins further back than this reaches the token.
        const REACH: u32 = 40;
        let end = self.mentions.partition_point(|m| m.tokens.start <= token);
        let near = self.mentions[..end].iter().rev().take_while(|m| m.tokens.start + REACH > token);
        near.filter(|m| m.tokens.contains(&token)).min_by_key(|m| m.tokens.len())
    }

    /// Whether one place lies in another, by what is known of both: a city in its division and country, an area or a
    /// building in what it is told from.
    pub fn lies_in(&self, inner: usize, outer: usize) -> bool {
        let (a, b) = (&self.places[inner], &self.places[outer]);
        if inner == outer || a.kind == PlaceKind::Country {
            return false;
        }
        let of_anchor = a.anchor.as_ref().is_some_and(|n| n.place == outer && n.bearing.is_none());
        of_anchor
            || match b.kind {
                PlaceKind::Country => a.country.is_some() && a.country == b.country,
                PlaceKind::Admin1 => {
                    a.kind != PlaceKind::Admin1 && a.country == b.country && a.admin1.is_some() && a.admin1 == b.admin1
                }
                _ => false,
            }
    }
}

/// Finds and resolves every place. `prior` is the country that the caller expects the report to be about.
pub fn read(parsed: &Parsed<'_>, prior: Option<Country>, lexicon: &Lexicon) -> Places {
    let found = find::names(parsed, lexicon);
    let resolved = resolve::resolve(&found, parsed, prior, lexicon);
    assemble::places(parsed, lexicon, &found, &resolved)
}
