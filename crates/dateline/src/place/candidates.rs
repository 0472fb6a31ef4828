//! What a name could mean: countries, rows of the lexicon, places of the gazetteer.

use crate::country::Country;
use crate::lexicon::Lexicon;
use crate::lexicon::places::Known;
use crate::place::gazetteer::Record;
use crate::place::key;
use crate::reading::{PlaceKind, Precision};

/// The most places that one name is weighed between. The least populous of a common name are left out.
const MOST: usize = 48;

/// One place that a name could mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    pub(super) origin: Origin,
    pub(super) kind: PlaceKind,
    pub(super) country: Option<Country>,
    pub(super) point: (f64, f64),
    /// 0 where it is not known.
    pub(super) population: f64,
    /// Whether the name is its usual one, not a former or foreign one.
    pub(super) usual: bool,
    /// The first-level division that it is or lies in, where the gazetteer has it.
    pub(super) division: Option<Record>,
}

/// Where a candidate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Origin {
    Country(Country),
    Row(u32),
    Record(Record),
}

/// Every place called `name`, whose key is `key`.
pub(super) fn candidates(name_key: &str, lexicon: &Lexicon) -> Vec<Candidate> {
    let mut found = Vec::new();
    for known in lexicon.places.known(name_key.strip_prefix("the ").unwrap_or(name_key)).0 {
        found.push(match known {
            Known::Country(country) => of_country(*country, lexicon),
            Known::Row(row) => of_row(*row, name_key, lexicon),
        });
    }
    let rows = found.len();
    let gazetteer = &lexicon.places.gazetteer;
    let long = if gazetteer.probe(name_key).name { None } else { long_form(name_key, lexicon) };
    let gazetteer_key = long.as_deref().unwrap_or(name_key);
    for record in gazetteer.find(gazetteer_key) {
        if found.len() >= MOST {
            break;
        }
        let candidate = of_record(record, name_key, lexicon);
        // A row of ours that is the same place knows better.
        let told = found[..rows].iter().any(|row| {
            row.country == candidate.country
                && same_rank(row.kind, candidate.kind)
                && distance_km(row.point, candidate.point)
                    < if candidate.kind == PlaceKind::City { 30.0 } else { 300.0 }
        });
        if !told {
            found.push(candidate);
        }
    }
    found
}

/// The longer name under which the gazetteer has a division: `Province of Zambales`.
fn long_form(key: &str, lexicon: &Lexicon) -> Option<String> {
    const FORMS: &[(&str, &str)] = &[
        ("province of ", ""),
        ("state of ", ""),
        ("", " province"),
        ("", " state"),
        ("", " district"),
        ("", " region"),
    ];
    let long = FORMS.iter().map(|(before, after)| format!("{before}{key}{after}"));
    long.into_iter().find(|name| lexicon.places.gazetteer.probe(name).name)
}

/// Cities are no provinces; provinces, regions and districts may be one thing in two sources.
fn same_rank(a: PlaceKind, b: PlaceKind) -> bool {
    let town = |k| matches!(k, PlaceKind::City | PlaceKind::Facility);
    town(a) == town(b)
}

pub(super) fn of_country(country: Country, lexicon: &Lexicon) -> Candidate {
    Candidate {
        origin: Origin::Country(country),
        kind: PlaceKind::Country,
        country: Some(country),
        point: lexicon.countries.get(country).map_or((0.0, 0.0), |e| e.point),
        population: 0.0,
        usual: true,
        division: None,
    }
}

pub(super) fn of_row(row: u32, name_key: &str, lexicon: &Lexicon) -> Candidate {
    let entry = &lexicon.places.rows[row as usize];
    Candidate {
        origin: Origin::Row(row),
        kind: entry.kind,
        country: entry.country,
        point: entry.point,
        population: 0.0,
        usual: key(&entry.name) == name_key,
        division: entry.division,
    }
}

pub(super) fn of_record(record: Record, name_key: &str, lexicon: &Lexicon) -> Candidate {
    let entry = lexicon.places.gazetteer.entry(record);
    Candidate {
        origin: Origin::Record(record),
        kind: entry.kind,
        country: Some(entry.country),
        point: entry.point,
        population: entry.population,
        usual: key(entry.name) == name_key,
        division: if entry.kind == PlaceKind::Admin1 { Some(record) } else { entry.admin1 },
    }
}

impl Candidate {
    pub(super) fn name<'l>(&self, lexicon: &'l Lexicon) -> &'l str {
        match self.origin {
            Origin::Country(country) => lexicon.countries.name(country).unwrap_or(""),
            Origin::Row(row) => &lexicon.places.rows[row as usize].name,
            Origin::Record(record) => lexicon.places.gazetteer.entry(record).name,
        }
    }

    /// Name of the first-level division: its own, or the one that it lies in.
    pub(super) fn admin1<'l>(&self, lexicon: &'l Lexicon) -> Option<&'l str> {
        if self.kind == PlaceKind::Admin1 {
            return Some(self.name(lexicon));
        }
        match self.origin {
            Origin::Country(_) => None,
            Origin::Row(row) => lexicon.places.rows[row as usize].admin1.as_deref(),
            Origin::Record(record) => {
                let gazetteer = &lexicon.places.gazetteer;
                gazetteer.entry(record).admin1.map(|a| gazetteer.entry(a).name)
            }
        }
    }

    pub(super) fn gazetteer_id(&self, lexicon: &Lexicon) -> Option<String> {
        let id = match self.origin {
            Origin::Country(country) => lexicon.countries.get(country)?.geonames?,
            Origin::Row(_) => return None,
            Origin::Record(record) => lexicon.places.gazetteer.entry(record).geonames,
        };
        Some(format!("geonames:{id}"))
    }

    /// Where it lies; none for a line, whose middle may be far from what is meant.
    pub(super) fn located(&self, lexicon: &Lexicon) -> Option<(f64, f64)> {
        let line = matches!(self.origin, Origin::Row(row) if lexicon.places.rows[row as usize].line);
        (!line).then_some(self.point)
    }

    pub(super) fn precision(&self, lexicon: &Lexicon) -> Precision {
        match (self.origin, self.kind) {
            _ if self.located(lexicon).is_none() => Precision::Unlocated,
            (Origin::Row(row), _) => lexicon.places.rows[row as usize].precision(),
            (_, PlaceKind::Country) => Precision::Country,
            (_, PlaceKind::Admin1) => Precision::Admin1,
            (_, PlaceKind::Admin2) => Precision::Admin2,
            _ => Precision::Exact,
        }
    }

    /// Whether it lies in `outer`, as far as the sources tell.
    pub(super) fn lies_in(&self, outer: &Self, lexicon: &Lexicon) -> bool {
        if self.origin == outer.origin
            || self.country.is_some() && outer.country.is_some() && self.country != outer.country
        {
            return false;
        }
        let away = || distance_km(self.point, outer.point);
        match outer.kind {
            PlaceKind::Country => self.kind != PlaceKind::Country && self.country == outer.country,
            PlaceKind::Admin1 => {
                let inner =
                    matches!(self.kind, PlaceKind::City | PlaceKind::Admin2 | PlaceKind::Facility | PlaceKind::Natural);
                inner
                    && match self.admin1(lexicon) {
                        Some(division) => key(division) == key(outer.name(lexicon)) || away() < 60.0,
                        None => away() < 250.0,
                    }
            }
            PlaceKind::Admin2 => self.kind == PlaceKind::City && away() < 60.0,
            PlaceKind::City => matches!(self.kind, PlaceKind::City | PlaceKind::Facility) && away() < 25.0,
            PlaceKind::Region | PlaceKind::Natural => self.kind == PlaceKind::City && away() < 400.0,
            _ => false,
        }
    }
}

/// Great-circle distance in kilometres between two points in degrees, by the haversine formula.
pub fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (la, lb) = (a.0.to_radians(), b.0.to_radians());
    let h = ((lb - la) / 2.0).sin().powi(2) + la.cos() * lb.cos() * ((b.1 - a.1).to_radians() / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

/// The point at a distance and bearing (degrees from north, clockwise) from another.
pub(super) fn destination(from: (f64, f64), bearing: f64, km: f64) -> (f64, f64) {
    let (lat, lon, turn, arc) = (from.0.to_radians(), from.1.to_radians(), bearing.to_radians(), km / 6371.0);
    let to = (lat.sin() * arc.cos() + lat.cos() * arc.sin() * turn.cos()).asin();
    let along = lon + (turn.sin() * arc.sin() * lat.cos()).atan2(arc.cos() - lat.sin() * to.sin());
    let round = |degrees: f64| (degrees * 1e4).round() / 1e4;
    (round(to.to_degrees()), round((along.to_degrees() + 540.0).rem_euclid(360.0) - 180.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_on_the_globe() {
        let (bamako, kidal) = ((12.65, -8.0), (18.44, 1.41));
        assert!((distance_km(bamako, kidal) - 1195.0).abs() < 10.0);
        let north_west = destination(kidal, 315.0, 30.0);
        assert!((distance_km(kidal, north_west) - 30.0).abs() < 0.1);
        assert!(north_west.0 > kidal.0 && north_west.1 < kidal.1);
        assert!(destination((0.0, 179.9), 90.0, 50.0).1 < -179.0);
    }

    #[test]
    fn places_lie_in_their_countries_and_divisions() {
        let lexicon = Lexicon::built_in();
        let first = |name: &str, kind, code: &str| {
            let all = candidates(&key(name), &lexicon);
            let right = all.iter().find(|c| c.kind == kind && c.country.is_some_and(|k| k.code() == code));
            *right.unwrap_or_else(|| panic!("{name}: {all:?}"))
        };
        let (mali, sevare) = (first("Mali", PlaceKind::Country, "MLI"), first("Sevare", PlaceKind::City, "MLI"));
        assert!(sevare.lies_in(&mali, &lexicon));
        assert!(sevare.lies_in(&first("Mopti", PlaceKind::Admin1, "MLI"), &lexicon));
        assert!(!sevare.lies_in(&first("Kidal", PlaceKind::Admin1, "MLI"), &lexicon));
        assert!(!mali.lies_in(&sevare, &lexicon));
    }
}
