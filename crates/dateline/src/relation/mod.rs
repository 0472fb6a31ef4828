//! Relations: how actors stand to each other, from statements and from events.

use crate::actor::Actors;
use crate::claim::{Claims, Source};
use crate::event::Event;
use crate::lexicon::Lexicon;
use crate::place::Places;
use crate::reading::{RelationKind, Tense};
use crate::span::Span;
use crate::syntax::Parsed;

/// What a relation holds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Object {
    /// Index in [`Actors::actors`].
    Actor(usize),
    /// Index in [`Places::places`].
    Place(usize),
    /// Index of an event.
    Event(usize),
}

/// How one actor stands to another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented at the contract's type")]
pub struct Relation {
    /// Index in [`Actors::actors`].
    pub subject: usize,
    pub kind: RelationKind,
    pub object: Object,
    pub tense: Tense,
    pub source: Source,
    pub evidence: Span,
}

/// Reads every relation.
pub fn read(
    parsed: &Parsed<'_>,
    places: &Places,
    actors: &Actors,
    events: &[Event],
    claims: &Claims,
    lexicon: &Lexicon,
) -> Vec<Relation> {
    let _ = (parsed, places, actors, events, claims, lexicon);
    Vec::new()
}
