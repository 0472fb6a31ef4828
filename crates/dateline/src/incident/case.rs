//! One event of one reading, as far as merging looks at it.

use jiff::civil::Date;

use super::words::{Word, words};
use crate::country::Country;
use crate::reading::{Actor, CasualtyKind, Event, PlaceKind, Precision, Quote, Reading, Role, Status};

/// An event that may be an account of an incident.
#[derive(Clone, Debug)]
pub(super) struct Case {
    /// Its id in its reading.
    pub(super) event: String,
    /// The words that name it.
    pub(super) span: Quote,
    /// Its PLOVER type.
    pub(super) plover: String,
    /// Its PLOVER mode.
    pub(super) mode: Option<String>,
    /// Whether it happened.
    pub(super) status: Status,
    /// When, and whether the text says so or it was concluded.
    pub(super) days: Option<(Date, Date)>,
    pub(super) days_inferred: bool,
    pub(super) spots: Vec<Spot>,
    pub(super) sides: Vec<Side>,
    pub(super) tolls: Vec<Toll>,
    /// The words that name it and the clauses that tell it.
    pub(super) trigger: Vec<Word>,
    pub(super) clause: Vec<Word>,
    /// Whether somebody denies or doubts it.
    pub(super) disputed: bool,
}

/// A place of an event.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) name: String,
    pub(super) gazetteer: Option<String>,
    pub(super) country: Option<Country>,
    pub(super) admin1: Option<String>,
    pub(super) point: Option<(f64, f64)>,
    pub(super) kind: PlaceKind,
    pub(super) precision: Precision,
    pub(super) inferred: bool,
}

/// One who takes part in an event.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub(super) role: Role,
    pub(super) name: String,
    pub(super) words: Vec<Word>,
    pub(super) country: Option<Country>,
}

/// A figure, and who gives it.
#[derive(Clone, Debug)]
pub(super) struct Toll {
    pub(super) kind: CasualtyKind,
    pub(super) low: Option<u32>,
    pub(super) best: Option<u32>,
    pub(super) high: Option<u32>,
    /// The speaker's name; nothing for the outlet.
    pub(super) says: Option<String>,
}

impl Toll {
    /// One number for it: the best, or else the least.
    pub(super) fn number(&self) -> Option<u32> {
        self.best.or(self.low)
    }
}

impl Case {
    /// The events of a reading that are or were; what is planned, feared or supposed is no incident.
    pub(super) fn all(reading: &Reading) -> Vec<Self> {
        let merged = |status: Status| status.is_live() || matches!(status, Status::Background | Status::Denied);
        reading.events.iter().filter(|e| merged(e.status)).map(|e| Self::new(reading, e)).collect()
    }

    fn new(reading: &Reading, event: &Event) -> Self {
        let when = event.when.as_ref();
        let whose = |id: &String| actor(reading, id).map(|a| a.name.clone());
        Self {
            event: event.id.clone(),
            span: event.evidence[0].clone(),
            plover: event.kind.plover.clone(),
            mode: event.kind.mode.clone(),
            status: event.status,
            days: when.and_then(|w| Some((w.from.or(w.to)?, w.to.or(w.from)?))),
            days_inferred: when.is_none_or(|w| w.inferred),
            spots: event
                .places
                .iter()
                .filter_map(|w| Some((reading.places.iter().find(|p| p.id == w.place)?, w.inferred)))
                .map(|(p, inferred)| Spot {
                    name: p.name.clone(),
                    gazetteer: p.gazetteer.clone(),
                    country: p.country.as_deref().and_then(Country::parse),
                    admin1: p.admin1.clone(),
                    point: p.lat.zip(p.lon),
                    kind: p.kind,
                    precision: p.precision,
                    inferred,
                })
                .collect(),
            sides: event
                .participants
                .iter()
                .filter_map(|p| Some((p.role, actor(reading, p.actor.as_ref()?)?)))
                .map(|(role, a)| Side {
                    role,
                    name: a.name.clone(),
                    words: words(a.known_as.as_ref().unwrap_or(&a.name)),
                    country: a.country.as_deref().and_then(Country::parse),
                })
                .collect(),
            tolls: event
                .casualties
                .iter()
                .map(|c| Toll {
                    kind: c.kind,
                    low: c.low,
                    best: c.best,
                    high: c.high,
                    says: c.source.as_ref().and_then(whose),
                })
                .collect(),
            trigger: words(&event.evidence[0].quote),
            clause: event.evidence[1..].iter().flat_map(|quote| words(&quote.quote)).collect(),
            disputed: event.assertions.iter().any(|a| a.stance != crate::reading::Stance::Asserts),
        }
    }
}

fn actor<'r>(reading: &'r Reading, id: &String) -> Option<&'r Actor> {
    reading.actors.iter().find(|a| a.id == *id)
}
