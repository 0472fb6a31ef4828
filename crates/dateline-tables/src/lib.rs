//! Incidents in the tables of other projects (ACLED, UCDP GED, PLOVER, POLECAT, GDELT, HXL), and a desk's digest of them.
//!
//! What a table has for columns, which field fills each and by which coding rules is data: a profile of the lexicon
//! ([`dateline::lexicon::export`]). This crate applies it:
//!
//! 1. [`Report::new`] takes from a reading what tables need. Names that must not be said are replaced here, so that nothing
//!    after it knows them.
//! 2. [`Table::new`] makes a row of each incident, from what its accounts say together.
//! 3. [`write()`] puts the table into CSV, JSON Lines, GeoJSON or Parquet.
//!
//! What cannot be known from the reports stays empty. No figure given is not zero, and an area is not a point.
//!
//! Pure but for the writing: the same incidents in the same order give the same bytes.

use std::collections::{BTreeMap, HashMap, HashSet};

use dateline::Lexicon;
use dateline::incident::Incident;
use dateline::lexicon::export::{Form, Profile};
use dateline::reading::CasualtyKind;
use jiff::civil::Date;

mod account;
mod alert;
mod case;
mod correct;
mod deaths;
mod digest;
mod escape;
mod extent;
mod notes;
mod outline;
pub mod panel;
pub mod protection;
#[cfg(feature = "record")]
mod recorded;
mod redaction;
mod row;
mod shield;
mod sides;
mod value;
mod write;

pub use account::{Account, Accounts, Report, Source};
pub use alert::{Alert, Alerts, Bounds, Rule, rss};
pub use correct::Correction;
pub use digest::{Country, Digest, Harm, Item, Origin};
pub use extent::Extent;
pub use outline::{Outline, Party};
#[cfg(feature = "record")]
pub use recorded::Seen;
pub use redaction::Redaction;
pub use value::Value;
pub use write::{Error, Format, write};

use case::Case;
use row::Facts;

/// What an exported table may say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Which coordinates are made coarser.
    pub coarsen: Coarsen,
    /// The last day of which rows are made: a delay for what moves now.
    pub until: Option<Date>,
    /// Whether rows that no person has reviewed are left out.
    pub reviewed_only: bool,
}

/// Which coordinates are rounded to a tenth of a degree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Coarsen {
    /// None that is known exactly.
    #[default]
    No,
    /// Those of hospitals, camps, shelters and the like.
    Sites,
    /// All.
    All,
}

/// Whether a person has looked at an incident.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Review {
    /// Read by the program alone.
    #[default]
    Unreviewed,
    /// Accepted or corrected by a person.
    Reviewed,
    /// Rejected by a person: never exported.
    Rejected,
}

impl Review {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unreviewed => "not reviewed",
            Self::Reviewed => "reviewed",
            Self::Rejected => "rejected",
        }
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The incident it is made of.
    pub incident: String,
    /// Whether a person has looked at it.
    pub review: Review,
    /// A cell for each column of the profile.
    pub cells: Vec<Value>,
    /// Latitude and longitude, where the place is a point or near one.
    pub point: Option<(f64, f64)>,
    /// Whether the point stands for the land around it.
    pub is_area: bool,
}

/// Incidents in the columns of a profile.
#[derive(Debug)]
pub struct Table<'p> {
    /// The profile.
    pub profile: &'p Profile,
    /// A row an incident.
    pub rows: Vec<Row>,
    /// How many incidents make no row, by why.
    pub left_out: BTreeMap<String, usize>,
    /// Those of them that a person has accepted, with why: whoever did so expects a row.
    pub accepted_left_out: Vec<(String, String)>,
}

impl<'p> Table<'p> {
    /// Makes a row of each incident that the profile codes. `review` says whether a person has looked at it.
    pub fn new(
        incidents: &[Incident],
        accounts: &Accounts,
        lexicon: &Lexicon,
        profile: &'p Profile,
        options: Options,
        review: impl Fn(&Incident) -> Review,
    ) -> Self {
        let mut table = Self { profile, rows: Vec::new(), left_out: BTreeMap::new(), accepted_left_out: Vec::new() };
        let episodes = Episodes::new(incidents, accounts);
        for incident in incidents.iter().filter(|i| i.plover.is_some()) {
            let review = review(incident);
            match row(incident, accounts, lexicon, profile, options, review, &episodes) {
                Ok(row) => table.rows.push(row),
                Err(why) => {
                    if review == Review::Reviewed {
                        table.accepted_left_out.push((incident.incident.clone(), why.clone()));
                    }
                    *table.left_out.entry(why).or_default() += 1;
                }
            }
        }
        table
    }

    /// The form of each column's values.
    pub fn forms(&self) -> impl Iterator<Item = Form> {
        self.profile.columns.iter().map(|c| c.field.map_or(Form::Text, dateline::lexicon::export::Field::form))
    }
}

/// The row of an incident, or why there is none.
fn row(
    incident: &Incident,
    accounts: &Accounts,
    lexicon: &Lexicon,
    profile: &Profile,
    options: Options,
    review: Review,
    episodes: &Episodes<'_>,
) -> Result<Row, String> {
    if !incident.status.is_some_and(dateline::reading::Status::is_live) {
        return Err("told as background, denied or not to have happened".into());
    }
    if review == Review::Rejected {
        return Err("rejected by a person".into());
    }
    if options.reviewed_only && review == Review::Unreviewed {
        return Err("not reviewed by a person".into());
    }
    if episodes.is_told_by_parts(incident) {
        return Err("an episode whose parts are rows".into());
    }
    let case = Case::new(incident, accounts);
    if let (Some(until), Some(days)) = (options.until, case.days())
        && days.to > until
    {
        return Err(format!("later than {until}"));
    }
    let facts = Facts::new(case, lexicon, profile, options, review);
    let cells: Vec<Value> = profile.columns.iter().map(|column| facts.cell(column)).collect();
    let value = |name: &str| profile.column(name).map(|at| &cells[at]);
    let by_type = incident.plover.as_ref().and_then(|plover| profile.rows.by_type.get(plover));
    for name in profile.rows.needs.iter().chain(by_type.into_iter().flatten()) {
        if value(name.get_ref()).is_none_or(Value::is_null) {
            // What another project does not code at all is told apart from what these reports do not tell.
            let kind = [&incident.plover, &incident.mode].into_iter().flatten().cloned().collect::<Vec<_>>().join("/");
            let is_kind = profile
                .column(name.get_ref())
                .is_some_and(|at| profile.columns[at].field.is_some_and(dateline::lexicon::export::Field::is_of_kind));
            return Err(if is_kind {
                format!("{kind} has no {} here", name.get_ref())
            } else {
                format!("nothing for {}", name.get_ref())
            });
        }
    }
    for name in &profile.rows.positive {
        if !value(name.get_ref()).is_some_and(Value::is_positive) {
            return Err(format!("{} is not above zero", name.get_ref()));
        }
    }
    Ok(Row { incident: incident.incident.clone(), review, cells, point: facts.point(), is_area: facts.is_area() })
}

/// Episodes ("coordinated attacks") and their parts: an incident that others are parts of is no row of its own, lest its
/// people be counted twice, unless it alone tells of dead.
struct Episodes<'a> {
    /// By report and event: whether parts of it tell of dead.
    parts: HashMap<(&'a str, &'a str), bool>,
    /// Episodes that tell of dead.
    deadly: HashSet<(&'a str, &'a str)>,
}

impl<'a> Episodes<'a> {
    fn new(incidents: &'a [Incident], accounts: &'a Accounts) -> Self {
        let mut episodes = Self { parts: HashMap::new(), deadly: HashSet::new() };
        let live = incidents.iter().filter(|i| i.status.is_some_and(dateline::reading::Status::is_live));
        for member in live.flat_map(|i| &i.members) {
            let Some(account) = member.event.as_deref().and_then(|e| accounts.get(&member.source_id, e)) else {
                continue;
            };
            let deadly = account.tolls.iter().any(|t| t.kind == CasualtyKind::Killed && t.best != Some(0));
            if deadly {
                episodes.deadly.insert((&account.source.id, &account.event));
            }
            if let Some(whole) = &account.part_of {
                *episodes.parts.entry((&account.source.id, whole)).or_default() |= deadly;
            }
        }
        episodes
    }

    fn is_told_by_parts(&self, incident: &Incident) -> bool {
        let keys = incident.members.iter().filter_map(|m| Some((m.source_id.as_str(), m.event.as_deref()?)));
        keys.into_iter().any(|key| self.parts.get(&key).is_some_and(|deadly| *deadly || !self.deadly.contains(&key)))
    }
}
