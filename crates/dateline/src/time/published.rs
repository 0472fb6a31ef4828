//! When a document was published.

use jiff::civil::Date;

use super::PublicationDate;
use super::atom::Atoms;
use super::phrase::Phrase;
use crate::document::{Basis, Document};
use crate::lexicon::times::TimeWords;
use crate::syntax::Parsed;

/// The publication date, and what was learnt about the document's dates on the way.
#[derive(Debug)]
pub(crate) struct Dated {
    pub published: Option<PublicationDate>,
    /// Whether the day comes first in dates such as 4/7/2026.
    pub day_first: bool,
}

impl Dated {
    pub(crate) fn date(&self) -> Option<Date> {
        self.published.as_ref().map(|p| p.date)
    }
}

/// Decides.
pub(crate) fn decide(
    _parsed: &Parsed<'_>,
    document: &Document,
    _atoms: &Atoms<'_>,
    _phrases: &[Phrase],
    _words: &TimeWords,
) -> Dated {
    let published = document.published.map(|published| PublicationDate {
        date: published.date,
        span: None,
        basis: match published.basis {
            Basis::Given => "given".into(),
            Basis::Metadata => "metadata".into(),
        },
        alternatives: Vec::new(),
        confidence: 1.0,
    });
    Dated { published, day_first: true }
}
