//! What a panel counts: an event with its days, its place as finely as known, and its dead.

use dateline::Lexicon;
use dateline::incident::Incident;
use dateline::lexicon::export::Profile;
use dateline::reading::{CasualtyKind, Precision};
use jiff::civil::Date;

use crate::account::Accounts;
use crate::case::Case;
use crate::deaths::Counted;
use crate::panel::cell;
use crate::row::Facts;
use crate::{Episodes, Options, Review};

/// One event, as a panel counts it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What tells it from all others.
    pub id: String,
    /// What it is: `sb`, `ns` or `os`, and its PLOVER type, as far as known.
    pub kinds: Vec<String>,
    /// First and last day.
    pub days: Option<(Date, Date)>,
    /// ISO 3166-1 alpha-3; `GW` and a number for a state of UCDP's that has no such code.
    pub country: Option<String>,
    /// The first-level division's name; none where the place is known to a country alone.
    pub admin1: Option<String>,
    /// The cell of PRIO-GRID; none where the place is known less finely.
    pub cell: Option<u32>,
    /// The dead; none where nobody gives a figure.
    pub toll: Option<Toll>,
}

/// How many died.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Toll {
    /// The least that sources give.
    pub low: u32,
    /// The figure that stands.
    pub best: u32,
    /// The most that sources give.
    pub high: u32,
}

/// UCDP's types of organised violence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violence {
    /// State-based: a government against a group or another government.
    StateBased,
    /// Non-state: two groups.
    NonState,
    /// One-sided: a government or group against civilians.
    OneSided,
}

impl Violence {
    /// Of UCDP's number.
    pub fn of(number: &str) -> Option<Self> {
        match number {
            "1" => Some(Self::StateBased),
            "2" => Some(Self::NonState),
            "3" => Some(Self::OneSided),
            _ => None,
        }
    }

    /// ViEWS' two letters for it.
    pub fn letters(self) -> &'static str {
        match self {
            Self::StateBased => "sb",
            Self::NonState => "ns",
            Self::OneSided => "os",
        }
    }
}

/// What a panel counts of incidents: those that happened and that no person rejected, each once. An episode whose parts are
/// incidents of their own is none. The profile says which of several figures stands, and which sides make which type of violence.
pub fn facts(
    incidents: &[Incident],
    accounts: &Accounts,
    lexicon: &Lexicon,
    profile: &Profile,
    reviewed_only: bool,
    review: impl Fn(&Incident) -> Review,
) -> Vec<Fact> {
    let episodes = Episodes::new(incidents, accounts);
    let live = incidents.iter().filter(|i| i.status.is_some_and(dateline::reading::Status::is_live));
    let wanted = live.filter(|i| match review(i) {
        Review::Rejected => false,
        Review::Unreviewed => !reviewed_only,
        Review::Reviewed => true,
    });
    wanted
        .filter(|i| i.plover.is_some() && !episodes.is_told_by_parts(i))
        .map(|incident| fact(incident, accounts, lexicon, profile))
        .collect()
}

fn fact(incident: &Incident, accounts: &Accounts, lexicon: &Lexicon, profile: &Profile) -> Fact {
    let case = Case::new(incident, accounts);
    let toll = Counted::new(&case, CasualtyKind::Killed, &profile.tolls).chosen();
    let days = case.days().map(|d| (d.from, d.to));
    let spot = case.spot();
    // An area has no point, whatever the middle of it may be.
    let fine = spot.filter(|s| matches!(s.precision, Precision::Exact | Precision::Near));
    let (country, admin1) = (spot.and_then(|s| s.country), spot.and_then(|s| s.admin1.clone()));
    let cell = fine.and_then(|s| s.point).and_then(|(lat, lon)| cell(lat, lon));
    let pair = Facts::new(case, lexicon, profile, Options::default(), Review::default()).pair();
    let violence = pair.as_deref().and_then(Violence::of).map(|v| v.letters().to_owned());
    Fact {
        id: incident.incident.clone(),
        kinds: violence.into_iter().chain(incident.plover.clone()).collect(),
        days,
        country: country.map(|c| c.to_string()),
        admin1,
        cell,
        toll: toll.map(|t| Toll { low: t.low, best: t.best, high: t.high }),
    }
}
