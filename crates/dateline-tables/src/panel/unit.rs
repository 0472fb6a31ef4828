//! What a panel has rows for: countries, their first-level divisions, or cells of PRIO-GRID.

use crate::Value;
use crate::panel::Fact;
use dateline::Lexicon;
use dateline::country::Country;
use dateline::lexicon::export::Form;

/// What a panel has rows for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Countries.
    Country,
    /// First-level divisions of countries, by the names that the input has.
    Admin1,
    /// Cells of PRIO-GRID: half a degree, numbered from the south-west (Tollefsen and others 2012).
    PrioGrid,
}

/// One unit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A country: ISO 3166-1 alpha-3; `GW` and a number for a state of UCDP's that has no such code.
    Country(String),
    /// A country and the name of a first-level division.
    Admin1(String, String),
    /// A cell's number, from 1 to [`CELLS`].
    Cell(u32),
}

/// How many cells PRIO-GRID has: 360 rows of 720.
pub const CELLS: u32 = 360 * 720;

/// The cell of a point, in WGS 84 degrees; none where there is no such point on earth.
pub fn cell(lat: f64, lon: f64) -> Option<u32> {
    let on_earth = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
    // The north pole and the 180th meridian belong to the last row and column.
    let index = |degrees: f64, last: u32| ((degrees / 0.5).floor() as u32).min(last);
    on_earth.then(|| index(lat + 90.0, 359) * 720 + index(lon + 180.0, 719) + 1)
}

/// The middle of a cell, latitude first.
pub fn centre(cell: u32) -> (f64, f64) {
    let at = cell.saturating_sub(1);
    (f64::from(at / 720) * 0.5 - 89.75, f64::from(at % 720) * 0.5 - 179.75)
}

impl Unit {
    /// The columns that name a unit, with their forms.
    pub fn columns(self) -> &'static [(&'static str, Form)] {
        match self {
            Self::Country => &[("country", Form::Text), ("country_name", Form::Text)],
            Self::Admin1 => &[("country", Form::Text), ("country_name", Form::Text), ("admin1", Form::Text)],
            Self::PrioGrid => &[("gid", Form::Integer), ("latitude", Form::Real), ("longitude", Form::Real)],
        }
    }

    /// The columns that a list of units needs.
    pub fn key_columns(self) -> &'static [&'static str] {
        match self {
            Self::Country => &["country"],
            Self::Admin1 => &["country", "admin1"],
            Self::PrioGrid => &["gid"],
        }
    }

    /// The unit of a list's cells, those of [`Unit::key_columns`] in their order; or what is wrong with them.
    ///
    /// # Errors
    /// A cell is empty or no number of a cell.
    pub fn key(self, cells: &[&str]) -> Result<Key, String> {
        let cell = |at: usize| cells.get(at).map(|c| c.trim()).filter(|c| !c.is_empty());
        let text = |at: usize| {
            cell(at).map(str::to_owned).ok_or_else(|| format!("nothing in the column {:?}", self.key_columns()[at]))
        };
        Ok(match self {
            Self::Country => Key::Country(text(0)?),
            Self::Admin1 => Key::Admin1(text(0)?, text(1)?),
            Self::PrioGrid => {
                let number = text(0)?;
                let known = number.parse().ok().filter(|n| (1..=CELLS).contains(n));
                Key::Cell(known.ok_or_else(|| format!("{number:?} is no cell of PRIO-GRID, from 1 to {CELLS}"))?)
            }
        })
    }

    /// Where a fact belongs, or why nowhere.
    pub(crate) fn of(self, fact: &Fact) -> Result<Key, &'static str> {
        match self {
            Self::PrioGrid => fact.cell.map(Key::Cell).ok_or("place known less finely than a cell"),
            Self::Country => fact.country.clone().map(Key::Country).ok_or("country not known"),
            Self::Admin1 => match (&fact.country, &fact.admin1) {
                (Some(country), Some(admin1)) => Ok(Key::Admin1(country.clone(), admin1.clone())),
                (None, _) => Err("country not known"),
                (_, None) => Err("place known less finely than a first-level division"),
            },
        }
    }
}

impl Key {
    /// The cells of [`Unit::columns`].
    pub(crate) fn cells(&self, lexicon: &Lexicon) -> Vec<Value> {
        let name = |code: &str| -> Value {
            Country::parse(code).and_then(|country| lexicon.countries.name(country)).map(str::to_owned).into()
        };
        match self {
            Self::Country(code) => vec![code.as_str().into(), name(code)],
            Self::Admin1(code, admin1) => vec![code.as_str().into(), name(code), admin1.as_str().into()],
            Self::Cell(cell) => {
                let (lat, lon) = centre(*cell);
                vec![(*cell).into(), Value::Real(lat), Value::Real(lon)]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_those_of_published_rows() {
        // Points and cells of UCDP GED rows, then the corners of the grid.
        for (lat, lon, number) in [
            (36.201_241, 37.161_173, 181_875),
            (5.933_953, 21.162_894, 137_923),
            (5.399_784, 26.486_881, 137_213),
            (-90.0, -180.0, 1),
            (90.0, 180.0, CELLS),
        ] {
            assert_eq!(cell(lat, lon), Some(number));
        }
        for (lat, lon) in [(90.1, 0.0), (0.0, -180.5), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert_eq!(cell(lat, lon), None, "{lat} {lon}");
        }
    }

    #[test]
    fn the_middle_of_a_cell_is_in_it() {
        for number in [1, 720, 721, 137_213, CELLS] {
            let (lat, lon) = centre(number);
            assert_eq!(cell(lat, lon), Some(number));
        }
    }
}
