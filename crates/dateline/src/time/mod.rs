//! Expressions of time (TIMEX3) and the publication date.

use std::ops::Range;

use jiff::civil::Date;

use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::reading::TimeKind;
use crate::span::Span;
use crate::syntax::Parsed;

/// What a document says of time.
#[derive(Debug, Default)]
pub struct Times {
    /// When it was published, if that is known.
    pub published: Option<PublicationDate>,
    /// Expressions in reading order, none inside another.
    pub expressions: Vec<Expression>,
}

/// The publication date and how it was decided.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicationDate {
    /// The day.
    pub date: Date,
    /// The words it was read from; none where it came with the document.
    pub span: Option<Span>,
    /// How it was decided, in words.
    pub basis: String,
    /// Other days that the words could mean.
    pub alternatives: Vec<Date>,
    /// From 0 to 1.
    pub confidence: f64,
}

/// One expression of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// Its words.
    pub span: Span,
    /// Its words, as tokens.
    pub tokens: Range<u32>,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value.
    pub value: String,
    /// First and last day, where the expression can be put on the calendar.
    pub interval: Option<(Date, Date)>,
    /// What it was counted from.
    pub anchor: Option<Anchor>,
}

/// What a relative time was counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The publication date.
    Published,
    /// Another expression, by its index in [`Times::expressions`].
    Expression(usize),
}

/// Finds and resolves every expression of time, and decides when the document was published.
pub fn read(parsed: &Parsed<'_>, document: &Document, lexicon: &Lexicon) -> Times {
    let _ = (parsed, document, lexicon);
    Times::default()
}
