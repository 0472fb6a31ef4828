//! Expressions of time (TIMEX3) and the publication date.
//!
//! The text is cut into [atoms](atom), the rules of [`scan`] read phrases from them, [`published`] decides when the
//! document was written, and [`resolve`] puts the phrases on the calendar. The types and values are those of TimeML 1.2.1
//! (TIMEX3, Pustejovsky et al. 2005); what is resolved and how follows the practice of HeidelTime (Strötgen and Gertz
//! 2013) and SUTime (Chang and Manning 2012) for news.

use std::ops::Range;

use jiff::civil::Date;

use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::reading::TimeKind;
use crate::span::Span;
use crate::syntax::Parsed;

mod atom;
pub(crate) mod calendar;
pub(crate) mod holiday;
pub(crate) mod phrase;
pub(crate) mod published;
mod resolve;
mod role;
mod scan;
mod tense;
#[cfg(test)]
mod tests;

pub use calendar::{Count, Length, Unit};

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
    /// TIMEX3 value. Two ISO days with `/` between them where the words name several days: "3-5 May", "Ramadan 2024".
    pub value: String,
    /// First and last day, where the expression can be put on the calendar.
    pub interval: Option<(Date, Date)>,
    /// First and last day as far as either is known: "years ago" has only a last one. Those of `interval` where it is
    /// known.
    pub bounds: (Option<Date>, Option<Date>),
    /// What it was counted from.
    pub anchor: Option<Anchor>,
    /// The token of the expression that the tree hangs on; the last one where there is no tree.
    pub head: u32,
    /// How it lies to what its sentence tells.
    pub relation: Relation,
    /// The token that says so: the preposition.
    pub cue: Option<u32>,
    /// The other end, by its index in [`Times::expressions`], where the two make a range.
    pub partner: Option<usize>,
    /// "Two months after", "a week before": how far what the sentence tells lies from something that is no time itself.
    pub offset: Option<Offset>,
}

/// How an expression lies to what its sentence tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// It happened then: "on Friday", "in May", "yesterday".
    At,
    /// It began then, and went on: "since 2011", "from Monday".
    Since,
    /// It ended then: "until Friday".
    Until,
    /// It happened earlier: "before dawn".
    Before,
    /// It happened later: "after April 25".
    After,
    /// It happened then at the latest: "by Friday".
    By,
    /// It happened, once or all the time, within it: "during Ramadan", "for two weeks", "over the past month".
    Throughout,
    /// The beginning of a range, whose end is the expression's partner: "from Monday" in "from Monday to Wednesday".
    From,
    /// The end of a range.
    To,
}

impl Relation {
    /// The relation's name in the lexicon.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "at" => Self::At,
            "since" => Self::Since,
            "until" => Self::Until,
            "before" => Self::Before,
            "after" => Self::After,
            "by" => Self::By,
            "throughout" => Self::Throughout,
            "from" => Self::From,
            "to" => Self::To,
            _ => return None,
        })
    }
}

/// A distance in time from something else than a date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offset {
    /// How long.
    pub length: Length,
    /// Whether what the sentence tells came after the other ("two months after the attack"), or before it.
    pub after: bool,
}

impl Offset {
    /// The days in which the *other* event lies ("the attack" in "two months after the attack"), where what the
    /// sentence tells happened on `day`. Words such as "two months" are round: the window is half a unit wide on either
    /// side.
    pub fn other(&self, day: Date) -> Option<(Date, Date)> {
        self.window(day, !self.after)
    }

    /// The days in which what the sentence tells lies, where the other event happened on `day`.
    pub fn event(&self, day: Date) -> Option<(Date, Date)> {
        self.window(day, self.after)
    }

    fn window(&self, day: Date, forward: bool) -> Option<(Date, Date)> {
        let middle = self.length.from(day, forward)?;
        let unit = self.length.rest.map_or(self.length.unit, |(_, unit)| unit);
        let slack = jiff::Span::new().try_days((unit.days() / 2.0) as i64).ok()?;
        Some((middle.checked_sub(slack).ok()?, middle.checked_add(slack).ok()?))
    }
}

/// What a relative time was counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The publication date.
    Published,
    /// Another expression, by its index in [`Times::expressions`].
    Expression(usize),
}

impl Times {
    /// The days that an expression covers, or the whole range where it is one end of one.
    pub fn extent(&self, expression: usize) -> Option<(Date, Date)> {
        let own = self.expressions.get(expression)?;
        let partner = own.partner.and_then(|p| self.expressions.get(p)?.interval);
        match (own.interval, partner) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (interval, _) => interval,
        }
    }
}

/// Finds and resolves every expression of time, and decides when the document was published.
pub fn read(parsed: &Parsed<'_>, document: &Document, lexicon: &Lexicon) -> Times {
    let lower = parsed.text.to_ascii_lowercase();
    let atoms = atom::cut(parsed, &lower, &lexicon.times);
    let mut phrases = Vec::new();
    for sentence in &atoms.sentences {
        scan::sentence(&atoms.all[sentence.clone()], &lexicon.times, sentence.start, &mut phrases);
    }
    let dated = published::decide(parsed, document, &atoms, &phrases, &lexicon.times);
    let mut expressions = resolve::all(parsed, &atoms, &phrases, &dated, &lexicon.times);
    role::ranges(&atoms.all, &phrases, &mut expressions);
    Times { published: dated.published, expressions }
}
