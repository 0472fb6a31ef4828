//! An incident in a few fields, for lists and maps: what, when, where, who and to whom, as tables and digests have it.

use dateline::country::Country;
use dateline::incident::Incident;
use dateline::reading::{ActorKind, Precision};
use jiff::civil::Date;

use crate::account::{Accounts, Side};
use crate::case::Case;

/// An incident in a few fields. What cannot be known from its accounts stays empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// The first and the last day.
    pub days: Option<(Date, Date)>,
    /// Whether the days were concluded and not said.
    pub days_inferred: bool,
    /// The place known most precisely; of a place told from a town, the town.
    pub place: Option<String>,
    /// Its country.
    pub country: Option<Country>,
    /// The first-level division that it is in.
    pub admin1: Option<String>,
    /// WGS 84 degrees, latitude first; of an area, where its middle is known.
    pub point: Option<(f64, f64)>,
    /// How far the point may be trusted.
    pub precision: Precision,
    /// Who did it; of two-sided acts one party.
    pub initiators: Vec<Party>,
    /// To whom; of two-sided acts the others.
    pub recipients: Vec<Party>,
    /// Who denies or doubts a part of it.
    pub denied_by: Vec<String>,
    /// The least that the program trusts one of its accounts, from 0 to 1.
    pub confidence: Option<f64>,
}

/// One of a side.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// As tables may call it.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// Where it is from.
    pub country: Option<Country>,
}

impl Outline {
    /// Of an incident and its accounts.
    pub fn new(incident: &Incident, accounts: &Accounts) -> Self {
        let case = Case::new(incident, accounts);
        let (days, spot) = (case.days(), case.spot());
        let (first, second) = case.both();
        let parties = |sides: Vec<&Side>| {
            let party = |s: &Side| Party { name: s.name.clone(), kind: s.kind, country: s.country };
            sides.into_iter().map(party).collect()
        };
        Self {
            days: days.map(|d| (d.from, d.to)),
            days_inferred: days.is_some_and(|d| d.inferred),
            place: spot.map(|s| s.name.clone()),
            country: spot.and_then(|s| s.country),
            admin1: spot.and_then(|s| s.admin1.clone()),
            point: spot.and_then(|s| s.point),
            precision: spot.map_or(Precision::Unlocated, |s| s.precision),
            initiators: parties(first),
            recipients: parties(second),
            denied_by: case.denied_by(),
            confidence: case.accounts.iter().filter_map(|a| a.confidence).min_by(f64::total_cmp),
        }
    }
}
