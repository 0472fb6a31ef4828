//! What a panel's input covers: which units were looked at in which months. Elsewhere nothing is known, which is not zero.

use std::collections::{BTreeMap, BTreeSet};

use dateline::country::Country;
use dateline::reading::{Precision, Reading};
use jiff::civil::Date;

use super::{Key, Month, cell};

/// Which units the input covers in which months.
///
/// A country is covered in a month in which at least one document was published that names a place in it: had something happened
/// there, it is there that one would have read of it. So are its divisions and its cells, since what a report leaves out of a
/// country it leaves out of all of them alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// How many documents were published in each month; empty where the input is a table of events.
    documents: BTreeMap<Month, u64>,
    /// How many of them name a place in a country.
    of_country: BTreeMap<(String, Month), u64>,
    /// The countries of a cell, as far as known.
    of_cell: BTreeMap<u32, BTreeSet<String>>,
    /// The first and the last month covered, in all units, where somebody says so; without it, what documents cover.
    pub given: Option<(Month, Month)>,
}

/// Where a document names places: the country of each, and its cell where it is known as finely.
pub fn named(reading: &Reading) -> Vec<(Country, Option<u32>)> {
    let fine = |precision| matches!(precision, Precision::Exact | Precision::Near);
    let places = reading.places.iter().filter_map(|place| {
        let country = place.country.as_deref().and_then(Country::parse)?;
        let point = place.lat.zip(place.lon).filter(|_| fine(place.precision));
        Some((country, point.and_then(|(lat, lon)| cell(lat, lon))))
    });
    let mut places: Vec<_> = places.collect();
    places.sort_unstable();
    places.dedup();
    places
}

impl Coverage {
    /// All units, from a first to a last month.
    pub fn of_all(months: Option<(Month, Month)>) -> Self {
        Self { given: months, ..Self::default() }
    }

    /// Takes in a document by the day of its publication, and where it names places ([`named`]).
    pub fn add(&mut self, published: Date, places: &[(Country, Option<u32>)]) {
        let month = Month::of(published);
        *self.documents.entry(month).or_default() += 1;
        let countries: BTreeSet<String> = places.iter().map(|(country, _)| country.to_string()).collect();
        for country in countries {
            *self.of_country.entry((country, month)).or_default() += 1;
        }
        for (country, cell) in places {
            cell.map(|cell| self.place(cell, country.to_string()));
        }
    }

    /// Says in which country a cell lies; it may lie in several.
    pub fn place(&mut self, cell: u32, country: String) {
        self.of_cell.entry(cell).or_default().insert(country);
    }

    /// Whether a month is covered in any unit.
    pub fn covers(&self, month: Month) -> bool {
        match self.given {
            Some((first, last)) => (first..=last).contains(&month),
            None => self.documents.contains_key(&month),
        }
    }

    /// Whether a unit was looked at in a month.
    pub fn covers_unit(&self, unit: &Key, month: Month) -> bool {
        self.covers(month) && (self.given.is_some() || self.documents(unit, month).is_some_and(|count| count > 0))
    }

    /// How many documents of a month name a place in a unit's country, in the one that has more of them where a cell lies in
    /// several; none where the input is a table of events.
    pub fn documents(&self, unit: &Key, month: Month) -> Option<u64> {
        let of = |country: &String| self.of_country.get(&(country.clone(), month)).copied().unwrap_or_default();
        let count = match unit {
            Key::Country(country) | Key::Admin1(country, _) => of(country),
            Key::Cell(cell) => self.of_cell.get(cell).into_iter().flatten().map(of).max().unwrap_or_default(),
        };
        (!self.documents.is_empty()).then_some(count)
    }

    /// The first and the last month covered.
    pub fn bounds(&self) -> Option<(Month, Month)> {
        let of_documents = || Some((*self.documents.keys().next()?, *self.documents.keys().next_back()?));
        self.given.or_else(of_documents)
    }
}
