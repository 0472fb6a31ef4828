//! Claims: who says what, and how it bears on the events; the outlook.

use crate::actor::Actors;
use crate::event::Event;
use crate::lexicon::Lexicon;
use crate::place::Places;
use crate::reading::{AssertedField, ClaimKind, LinkKind, Modality, Polarity, Stance};
use crate::span::Span;
use crate::syntax::Parsed;
use crate::time::Times;
use jiff::civil::Date;

/// What a document's voices say.
#[derive(Debug, Default)]
pub struct Claims {
    /// Claims in reading order.
    pub claims: Vec<Claim>,
    /// How claims bear on each other.
    pub links: Vec<Link>,
    /// What is expected, intended or feared.
    pub outlook: Vec<Outlook>,
    /// Who speaks to which field of which event: the event's index, then what is said of it.
    pub assertions: Vec<(usize, Assertion)>,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The article's own voice.
    Outlet,
    /// Somebody whom the text does not name.
    Unnamed,
    /// Index in [`Actors::actors`].
    Actor(usize),
}

/// One claim; see [`crate::reading::Claim`] for the meaning of the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented at the contract's type")]
pub struct Claim {
    pub source: Source,
    pub source_span: Option<Span>,
    pub cue: Option<Span>,
    pub content: Span,
    pub kind: ClaimKind,
    pub direct: bool,
    /// Index in [`Claims::claims`].
    pub within: Option<usize>,
    /// Indices of events.
    pub events: Vec<usize>,
}

/// How one claim bears on another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented at the contract's type")]
pub struct Link {
    pub kind: LinkKind,
    pub from: usize,
    pub to: usize,
}

/// What somebody expects, intends or fears.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented at the contract's type")]
pub struct Outlook {
    pub speaker: Source,
    pub evidence: Span,
    pub modality: Modality,
    pub polarity: Polarity,
    pub horizon: Option<(Option<Date>, Option<Date>)>,
    pub events: Vec<usize>,
}

/// What a source says of one field of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// The field.
    pub field: AssertedField,
    /// How the source stands to it.
    pub stance: Stance,
    /// Who.
    pub source: Source,
    /// Index in [`Claims::claims`].
    pub claim: Option<usize>,
}

/// Reads every claim and what follows from it.
pub fn read(
    parsed: &Parsed<'_>,
    times: &Times,
    places: &Places,
    actors: &Actors,
    events: &[Event],
    lexicon: &Lexicon,
) -> Claims {
    let _ = (parsed, times, places, actors, events, lexicon);
    Claims::default()
}
