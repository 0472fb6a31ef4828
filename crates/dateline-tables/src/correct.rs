//! What people set goes before what reports say.

use dateline::Lexicon;
use dateline::incident::{Incident, Spread, Toll as Range};
use dateline::reading::{ActorKind, CasualtyKind, PlaceKind, Precision, Role, Status, TimePrecision, When};
use jiff::civil::Date;

use crate::account::{Account, Accounts, Side, Spot, Toll};

/// A field as a person set it; none where nothing is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Correction {
    /// PLOVER type.
    Type(String),
    /// PLOVER mode.
    Mode(Option<String>),
    /// Whether it happened.
    Status(Status),
    /// The first and the last day.
    Days(Option<(Date, Date)>),
    /// The place by name.
    Place(Option<String>),
    /// Its latitude and longitude.
    Point(Option<(f64, f64)>),
    /// Who did it.
    Initiator(Option<String>),
    /// To whom.
    Recipient(Option<String>),
    /// How many people, at least and at most.
    Toll(CasualtyKind, Option<(u32, u32)>),
}

impl Accounts {
    /// Sets a field of an incident, and of all its accounts, to what a person said.
    pub fn correct(&mut self, incident: &mut Incident, correction: &Correction, lexicon: &Lexicon) {
        match correction {
            Correction::Type(plover) => incident.plover = Some(plover.clone()),
            Correction::Mode(mode) => incident.mode.clone_from(mode),
            Correction::Status(status) => incident.status = Some(*status),
            Correction::Days(days) => incident.days = days.iter().map(|value| said(*value)).collect(),
            Correction::Place(place) => incident.places = place.iter().map(|name| said(name.clone())).collect(),
            Correction::Initiator(name) => incident.initiators = name.iter().map(|name| said(name.clone())).collect(),
            Correction::Recipient(name) => incident.recipients = name.iter().map(|name| said(name.clone())).collect(),
            Correction::Toll(kind, range) => {
                incident.casualties.retain(|t| t.kind != *kind);
                let range =
                    range.map(|(low, high)| Range { kind: *kind, low: Some(low), high: Some(high), figures: vec![] });
                incident.casualties.extend(range);
            }
            Correction::Point(_) => {}
        }
        let (plover, mode) = (incident.plover.clone(), incident.mode.clone());
        for member in &incident.members {
            let Some(event) = member.event.as_deref() else { continue };
            let Some(account) = self.get_mut(&member.source_id, event) else { continue };
            match correction {
                Correction::Type(_) | Correction::Mode(_) => {
                    retype(account, plover.as_deref().unwrap_or_default(), mode.as_deref(), lexicon);
                }
                Correction::Status(_) => {}
                Correction::Days(days) => account.when = days.map(when),
                Correction::Place(place) => replace_place(account, place.as_deref()),
                Correction::Point(point) => replace_point(account, *point),
                Correction::Initiator(name) => replace_side(account, Role::Initiator, name.as_deref(), lexicon),
                Correction::Recipient(name) => replace_side(account, Role::Recipient, name.as_deref(), lexicon),
                Correction::Toll(kind, range) => {
                    account.tolls.retain(|t| t.kind != *kind);
                    account.tolls.extend(range.map(|(low, high)| Toll::set(*kind, low, high)));
                }
            }
        }
    }
}

/// A value that no report is asked for.
fn said<T>(value: T) -> Spread<T> {
    Spread { value, sources: 0, said_by: Vec::new() }
}

fn when((from, to): (Date, Date)) -> When {
    let precision = if from == to { TimePrecision::Day } else { TimePrecision::Week };
    When { from: Some(from), to: Some(to), precision, time: None, inferred: false }
}

/// Other ontologies' codes follow from PLOVER's type and mode.
fn retype(account: &mut Account, plover: &str, mode: Option<&str>, lexicon: &Lexicon) {
    let by = |kind| account.sides.iter().any(|s| s.kind == kind && matches!(s.role, Role::Initiator | Role::Party));
    let ontology = &lexicon.ontology;
    let sub = ontology.crossed(plover, mode, account.outcome, by);
    account.kind.acled = sub.and_then(|sub| ontology.acled(sub)).cloned();
    account.kind.cameo = ontology.plover(plover, mode).map(|code| code.cameo.clone());
    plover.clone_into(&mut account.kind.plover);
    account.kind.mode = mode.map(str::to_owned);
}

/// A place that a report names too keeps what is known of it; of another nothing is known but the country.
fn replace_place(account: &mut Account, name: Option<&str>) {
    let Some(name) = name else {
        account.spots.clear();
        return;
    };
    if account.spots.iter().any(|s| s.name == name) {
        account.spots.retain(|s| s.name == name);
        return;
    }
    let country = account.spots.iter().find_map(|s| s.country);
    account.spots = vec![Spot {
        name: name.to_owned(),
        words: name.to_owned(),
        kind: PlaceKind::Unknown,
        country,
        admin1: None,
        admin2: None,
        point: None,
        geonames: None,
        precision: Precision::Unlocated,
        inferred: false,
        sensitive: false,
    }];
}

fn replace_point(account: &mut Account, point: Option<(f64, f64)>) {
    // The point is that of the place known best.
    if let Some(spot) = account.spots.iter_mut().min_by_key(|s| s.precision) {
        spot.point = point;
        spot.precision = if point.is_some() { Precision::Exact } else { Precision::Unlocated };
    }
}

fn replace_side(account: &mut Account, role: Role, name: Option<&str>, lexicon: &Lexicon) {
    let old = account.sides.iter().find(|s| s.role == role).cloned();
    account.sides.retain(|s| s.role != role);
    let Some(name) = name else { return };
    let entry = lexicon.actors.by_name(name);
    let (kind, country, sector) = match (entry, old) {
        (Some(entry), _) => (entry.kind, entry.country, entry.sector.clone()),
        (None, Some(old)) => (old.kind, old.country, old.sector),
        (None, None) => (ActorKind::Unknown, None, None),
    };
    account.sides.push(Side {
        role,
        kind,
        name: name.to_owned(),
        named: true,
        known: entry.map(|e| e.name.clone()),
        acronym: entry.and_then(|e| e.acronym.clone()),
        country,
        sector,
        office: None,
        actor: None,
    });
}
