//! Alerts: which incidents a person wants to hear of at once, and what is said of them.
//!
//! An alert says what a digest says, and no more: names that must not be said are replaced, places are as fine as they are known,
//! party claims are told as claims, and what nobody has reviewed says so. Incidents that nobody has reviewed are told only by
//! rules that ask for them.

mod rss;

use dateline::Lexicon;
use dateline::country::Country;
use dateline::document::content_id;
use dateline::incident::Incident;
use dateline::reading::{CasualtyKind, Precision, Status};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::{Accounts, Spot};
use crate::case::Case;
use crate::digest::{self, Item, is_new};
use crate::{Episodes, Review};

pub use rss::rss;

/// Which incidents a person wants to hear of. What a rule does not speak of does not narrow it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rule {
    /// What the person calls it.
    pub name: String,
    /// In one of these countries.
    pub countries: Vec<Country>,
    /// At or in one of these places, by name: a town, a district, a province.
    pub places: Vec<String>,
    /// Within these bounds; what is only known to be somewhere in a country is not.
    pub bounds: Option<Bounds>,
    /// One of these took part, by name.
    pub actors: Vec<String>,
    /// Of one of these types: PLOVER's, with or without its mode (`ASSAULT`, `ASSAULT:aerial`), or ACLED's sub-event
    /// type.
    pub types: Vec<String>,
    /// At least so many dead, by the highest figure.
    pub killed: Option<u32>,
    /// At least so many independent sources.
    pub sources: usize,
    /// Also what nobody has reviewed.
    pub unreviewed: bool,
}

/// A part of the world, in degrees. Where `west` is greater than `east`, it lies across the date line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The least latitude.
    pub south: f64,
    /// Where it begins.
    pub west: f64,
    /// The greatest latitude.
    pub north: f64,
    /// Where it ends.
    pub east: f64,
}

impl Bounds {
    fn hold(&self, (lat, lon): (f64, f64)) -> bool {
        let within = if self.west <= self.east {
            (self.west..=self.east).contains(&lon)
        } else {
            lon >= self.west || lon <= self.east
        };
        (self.south..=self.north).contains(&lat) && within
    }
}

/// What is told of an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// `dateline/alert/1`.
    pub schema: String,
    /// The rule's name.
    pub rule: String,
    /// The incident's id.
    pub incident: String,
    /// A hash of what is told, but for who tells it: another source alone is no news.
    pub revision: String,
    /// Whether this incident was told before, and something has changed.
    pub update: bool,
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub what: String,
    /// Where, as finely as it is known.
    pub place: Option<String>,
    /// The country's name.
    pub country: Option<String>,
    /// The day or days.
    pub when: Option<String>,
    /// Who did it to whom, as reports say.
    pub who: Option<String>,
    /// Each kind of harm.
    pub tolls: Vec<Harm>,
    /// How it ended.
    pub outcome: Option<String>,
    /// Who gives the account, where outlets quote somebody.
    pub said_by: Vec<String>,
    /// What is disputed, where something is.
    pub disputed: Option<String>,
    /// Its independent sources.
    pub sources: Vec<Origin>,
    /// `reviewed` or `not reviewed`.
    pub review: String,
    /// The events that it is made of, as `report event`: what is told of them once is not told again under another id.
    #[serde(skip)]
    pub events: Vec<String>,
}

/// One kind of harm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Harm {
    /// Killed, injured, ...
    pub kind: String,
    /// The number, or the least and the greatest.
    pub range: String,
    /// Each figure with those who give it.
    pub figures: Vec<String>,
}

/// An independent source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The outlet.
    pub name: String,
    /// Its address.
    pub url: Option<String>,
    /// How many copies of its text there are.
    pub copies: usize,
}

/// What came of looking at incidents with some rules.
#[derive(Clone, Debug, Default)]
pub struct Alerts {
    /// What is to be told, in the order of incidents and rules.
    pub alerts: Vec<Alert>,
    /// How many more there would be, had somebody reviewed them.
    pub unreviewed: usize,
}

impl Alerts {
    /// Looks at incidents that were reported on a day from `since` on. What did not happen, and what a person rejected, is not
    /// told.
    pub fn new(
        incidents: &[Incident],
        accounts: &Accounts,
        lexicon: &Lexicon,
        rules: &[Rule],
        since: Date,
        at: Timestamp,
        review: impl Fn(&Incident) -> Review,
    ) -> Self {
        let episodes = Episodes::new(incidents, accounts);
        let mut found = Self::default();
        for incident in incidents {
            let live = incident.plover.is_some() && incident.status.is_some_and(Status::is_live);
            let review = review(incident);
            let case = Case::new(incident, accounts);
            if !live || review == Review::Rejected || episodes.is_told_by_parts(incident) || !is_new(&case, Some(since))
            {
                continue;
            }
            for rule in rules.iter().filter(|rule| rule.matches(&case, lexicon)) {
                if review == Review::Unreviewed && !rule.unreviewed {
                    found.unreviewed += 1;
                } else {
                    found.alerts.push(alert(rule, &case, lexicon, review, at));
                }
            }
        }
        found
    }
}

impl Rule {
    fn matches(&self, case: &Case<'_>, lexicon: &Lexicon) -> bool {
        let any = |named: &[String], is: &dyn Fn(&str) -> bool| named.is_empty() || named.iter().any(|name| is(name));
        let country = || case.spot().and_then(|spot| spot.country);
        (self.countries.is_empty() || country().is_some_and(|country| self.countries.contains(&country)))
            && any(&self.places, &|name| case.accounts.iter().flat_map(|a| &a.spots).any(|spot| is_in(spot, name)))
            && self.bounds.is_none_or(|bounds| case.spot().and_then(point).is_some_and(|point| bounds.hold(point)))
            && any(&self.actors, &|name| takes_part(case, name, lexicon))
            && any(&self.types, &|name| is_of_type(case, name))
            && self.killed.is_none_or(|least| dead(case.incident).is_some_and(|dead| dead >= least))
            && case.incident.sources.len() >= self.sources
    }
}

/// Whether a place is one, or lies in one, of this name.
fn is_in(spot: &Spot, name: &str) -> bool {
    let names = [Some(&spot.name), spot.admin1.as_ref(), spot.admin2.as_ref()];
    names.into_iter().flatten().any(|own| own.to_lowercase() == name.to_lowercase())
}

/// The point of a place that is known more finely than its country.
fn point(spot: &Spot) -> Option<(f64, f64)> {
    spot.point.filter(|_| !matches!(spot.precision, Precision::Country | Precision::Unlocated))
}

fn takes_part(case: &Case<'_>, name: &str, lexicon: &Lexicon) -> bool {
    let known = lexicon.actors.by_name(name).map(|entry| entry.name.as_str());
    let lower = name.to_lowercase();
    case.accounts.iter().flat_map(|account| &account.sides).any(|side| {
        let own = [Some(&side.name), side.known.as_ref(), side.acronym.as_ref()];
        known.is_some() && side.known.as_deref() == known
            || own.into_iter().flatten().any(|own| own.to_lowercase() == lower)
    })
}

fn is_of_type(case: &Case<'_>, name: &str) -> bool {
    let plover = case.incident.plover.as_deref().unwrap_or_default();
    let mode = case.incident.mode.as_deref().unwrap_or_default();
    let is = |own: &str| own.eq_ignore_ascii_case(name);
    is(plover)
        || name.split_once(':').is_some_and(|(p, m)| p.eq_ignore_ascii_case(plover) && m.eq_ignore_ascii_case(mode))
        || case.acled().is_some_and(|acled| is(&acled.sub_event_type))
}

/// How many were killed, by the highest figure.
fn dead(incident: &Incident) -> Option<u32> {
    let killed = incident.casualties.iter().find(|toll| toll.kind == CasualtyKind::Killed)?;
    killed.high.or(killed.low)
}

fn alert(rule: &Rule, case: &Case<'_>, lexicon: &Lexicon, review: Review, at: Timestamp) -> Alert {
    let Item { id, what, place, when, who, tolls, outcome, said_by, disputed, sources, review } =
        digest::item(case, review);
    let country = case.spot().and_then(|spot| spot.country).and_then(|country| lexicon.countries.name(country));
    let ranges: Vec<(&str, &str)> = tolls.iter().map(|toll| (toll.kind, toll.range.as_str())).collect();
    let told = format!("{what:?} {place:?} {when:?} {ranges:?} {outcome:?} {} {review:?}", disputed.is_some());
    let members = case.incident.members.iter();
    let tolls = tolls.into_iter().map(|toll| Harm { kind: toll.kind.into(), range: toll.range, figures: toll.figures });
    let sources = sources.into_iter().map(|source| {
        let url = source.link().map(str::to_owned);
        Origin { name: source.label, url, copies: source.copies }
    });
    Alert {
        schema: "dateline/alert/1".into(),
        rule: rule.name.clone(),
        incident: id,
        revision: content_id(told.as_bytes())[7..23].to_owned(),
        update: false,
        at,
        what,
        place,
        country: country.map(str::to_owned),
        when,
        who,
        tolls: tolls.collect(),
        outcome,
        said_by,
        disputed,
        sources: sources.collect(),
        review: review.words().to_owned(),
        events: members.filter_map(|m| Some(format!("{} {}", m.source_id, m.event.as_deref()?))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_may_lie_across_the_date_line() {
        let sahel = Bounds { south: 10.0, west: -6.0, north: 18.0, east: 4.0 };
        assert!(sahel.hold((14.0, -0.03)) && !sahel.hold((14.0, 5.0)) && !sahel.hold((9.0, 0.0)));
        let fiji = Bounds { south: -21.0, west: 176.0, north: -12.0, east: -178.0 };
        assert!(fiji.hold((-17.0, 178.0)) && fiji.hold((-17.0, -179.0)) && !fiji.hold((-17.0, 0.0)));
    }
}
