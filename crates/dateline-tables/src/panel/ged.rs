//! Events from a table with the columns that UCDP GED publishes, as CSV or GeoJSON, so that their panel can stand beside ours.

use std::borrow::Cow;
use std::collections::HashMap;

use dateline::Lexicon;
use dateline::country::Country;
use jiff::civil::Date;
use serde_json::{Map, Value as Json};

use crate::panel::{CELLS, Fact, Toll, Violence, cell};

/// What is wrong with a table of events.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is no table of text.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// It is no GeoJSON.
    #[error("no GeoJSON")]
    Json(#[from] serde_json::Error),
    /// A column is missing.
    #[error("no column {0:?}; UCDP GED's columns are expected")]
    Column(&'static str),
    /// A row cannot be understood.
    #[error("row {row}: {what}")]
    Row {
        /// Which one, from 1.
        row: usize,
        /// What is wrong.
        what: String,
    },
}

/// Columns without which nothing can be counted. The place is looked for in several.
const NEEDED: [&str; 8] = ["id", "type_of_violence", "where_prec", "date_start", "date_end", "low", "best", "high"];

/// Reads a table of events, as CSV, or as GeoJSON where it begins with a brace.
///
/// # Errors
/// It is neither, lacks a column, or has a value that cannot be.
pub fn read(bytes: &[u8], lexicon: &Lexicon) -> Result<Vec<Fact>, Error> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let states = States::new(lexicon);
    let start = bytes.iter().find(|b| !b.is_ascii_whitespace());
    if start == Some(&b'{') { geojson(bytes, &states) } else { text(bytes, &states) }
}

fn text(bytes: &[u8], states: &States<'_>) -> Result<Vec<Fact>, Error> {
    let mut table = csv::Reader::from_reader(bytes);
    let header = table.headers()?.clone();
    let at = |name: &str| header.iter().position(|column| column == name);
    if let Some(missing) = NEEDED.into_iter().find(|name| at(name).is_none()) {
        return Err(Error::Column(missing));
    }
    let mut facts = Vec::new();
    for (row, record) in (1..).zip(table.records()) {
        let record = record?;
        let get = |name: &str| at(name).and_then(|at| record.get(at)).map(Cow::Borrowed);
        let point = || Some((number(&get("latitude")?)?, number(&get("longitude")?)?));
        facts.push(fact(get, point, states).map_err(|what| Error::Row { row, what })?);
    }
    Ok(facts)
}

#[derive(serde::Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(serde::Deserialize)]
struct Feature {
    properties: Map<String, Json>,
    geometry: Option<Geometry>,
}

#[derive(serde::Deserialize)]
struct Geometry {
    #[serde(default)]
    coordinates: Json,
}

fn geojson(bytes: &[u8], states: &States<'_>) -> Result<Vec<Fact>, Error> {
    let collection: Collection = serde_json::from_slice(bytes)?;
    let mut facts = Vec::new();
    for (row, Feature { properties, geometry }) in (1..).zip(&collection.features) {
        if let Some(missing) = NEEDED.into_iter().find(|name| !properties.contains_key(*name)) {
            return Err(Error::Column(missing));
        }
        let get = |name: &str| {
            Some(match properties.get(name)? {
                Json::Null => Cow::Borrowed(""),
                Json::String(words) => Cow::Borrowed(words.as_str()),
                other => Cow::Owned(other.to_string()),
            })
        };
        let coordinate = |at: usize| geometry.as_ref()?.coordinates.get(at)?.as_f64();
        let point = || Some((coordinate(1)?, coordinate(0)?));
        facts.push(fact(get, point, states).map_err(|what| Error::Row { row, what })?);
    }
    Ok(facts)
}

/// A row, whose cells `get` gives by name.
fn fact<'a>(
    get: impl Fn(&str) -> Option<Cow<'a, str>>,
    point: impl Fn() -> Option<(f64, f64)>,
    states: &States<'_>,
) -> Result<Fact, String> {
    let cell_of = |name: &str| get(name).map(|c| c.trim().to_owned()).unwrap_or_default();
    let wrong = |name: &str, what: &str| format!("{name}: {:?} is {what}", cell_of(name));
    let code = |name: &'static str| match number(&cell_of(name)) {
        Some(n) if n.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&n) => Ok(n as u32),
        _ => Err(wrong(name, "no whole number")),
    };
    let day = |name: &'static str| -> Result<Date, String> {
        // UCDP writes days with a midnight behind them, in several forms.
        let cell = cell_of(name);
        cell.get(..10).and_then(|day| day.parse().ok()).ok_or_else(|| wrong(name, "no day as 2026-04-25"))
    };
    let (from, to) = (day("date_start")?, day("date_end")?);
    if to < from {
        return Err(wrong("date_end", "before date_start"));
    }
    let precision = code("where_prec")?;
    let fine = !matches!(precision, 0 | 4 | 6);
    let published = || code("priogrid_gid").ok().filter(|n| (1..=CELLS).contains(n));
    let violence = Violence::of(&code("type_of_violence")?.to_string());
    Ok(Fact {
        id: cell_of("id"),
        kinds: violence.map(|v| v.letters().to_owned()).into_iter().collect(),
        days: Some((from, to)),
        country: states.code(&cell_of("country_id"), &cell_of("country")),
        admin1: Some(cell_of("adm_1")).filter(|name| !name.is_empty() && precision != 6),
        cell: fine.then(|| point().and_then(|(lat, lon)| cell(lat, lon)).or_else(published)).flatten(),
        toll: Some(Toll { low: code("low")?, best: code("best")?, high: code("high")? }),
    })
}

/// A number as tables have it: `652`, `652.0`.
fn number(cell: &str) -> Option<f64> {
    cell.trim().parse::<f64>().ok().filter(|n| n.is_finite())
}

/// Countries by UCDP's numbers for states, which are those of Gleditsch and Ward.
struct States<'l> {
    lexicon: &'l Lexicon,
    by_number: HashMap<u16, Country>,
}

impl<'l> States<'l> {
    fn new(lexicon: &'l Lexicon) -> Self {
        let numbered = |country: Country| Some((lexicon.exports.country(country)?.gw?, country));
        let by_number = lexicon.countries.all().iter().filter_map(|entry| numbered(entry.country)).collect();
        Self { lexicon, by_number }
    }

    /// The code of a country by its number, else by its name.
    fn code(&self, id: &str, name: &str) -> Option<String> {
        let gw = number(id).map(|n| n as u16).filter(|gw| *gw > 0);
        let known = gw.and_then(|gw| self.by_number.get(&gw).copied()).or_else(|| self.lexicon.countries.by_name(name));
        known.map(|c| c.to_string()).or_else(|| gw.map(|gw| format!("GW{gw}")))
    }
}
