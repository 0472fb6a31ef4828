//! Places: recognised, resolved to the gazetteer, and given the precision that the words allow.

pub mod gazetteer;
mod key;

use std::ops::Range;

use crate::country::Country;
use crate::lexicon::Lexicon;
use crate::reading::{Bearing, PlaceAlternative, PlaceKind, Precision};
use crate::span::Span;
use crate::syntax::Parsed;

pub use key::{Key, key};

/// The places of a document.
#[derive(Debug, Default)]
pub struct Places {
    /// Each place once.
    pub places: Vec<Place>,
    /// The words that name them, in reading order.
    pub mentions: Vec<Mention>,
    /// The country that the document is about, if one stands out.
    pub focus: Option<Country>,
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
    /// Direction from it.
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

/// Finds and resolves every place.
pub fn read(parsed: &Parsed<'_>, lexicon: &Lexicon) -> Places {
    let _ = (parsed, lexicon);
    Places::default()
}
