//! GeoNames' own dump: `allCountries.txt`, the file of one country (`ML.txt`), and `alternateNamesV2.txt`.
//!
//! The layout is that of <https://download.geonames.org/export/dump/readme.txt>: tables in UTF-8, cells between tabs, no
//! heading, nothing quoted. Taken are populated places, first- and second-level divisions, and the facilities that reports
//! of conflict name.

use super::{Builder, Source, names};
use crate::country::Country;
use crate::lexicon::countries::Countries;
use crate::reading::PlaceKind;

/// Columns of a table of places.
const PLACE: usize = 19;
/// Columns of `alternateNamesV2.txt`; older dumps lack the last two.
const NAME: std::ops::RangeInclusive<usize> = 4..=10;
/// Feature codes of class S that are taken: air bases, airfields, airports, forts, dams, installations, camps, prisons.
const FACILITIES: &[&str] = &["AIRB", "AIRF", "AIRP", "CMPRF", "DAM", "FT", "INSM", "MILB", "OILR", "PRN", "PS"];
/// The most names of one place that are kept.
const MOST_NAMES: usize = 200;

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    /// Not the columns of the dump.
    #[error(
        "expected the 19 columns of a GeoNames dump (geonameid, name, asciiname, ...), found {0}; is this allCountries.txt, \
         or the file of a country such as ML.txt?"
    )]
    Columns(usize),
    /// A table of names where places were expected.
    #[error("this is a table of names, without places; give it with --names beside the file of places")]
    Names,
    /// Not the columns of a table of names.
    #[error(
        "expected the columns of alternateNamesV2.txt (alternateNameId, geonameid, isolanguage, name, ...), found {0}"
    )]
    NameColumns(usize),
    /// A cell that is no number of the right size.
    #[error("{column}: {value:?} is no {expected}")]
    Cell {
        /// GeoNames' name of the column.
        column: &'static str,
        /// What stands there.
        value: String,
        /// What should stand there.
        expected: &'static str,
    },
}

/// Adds the place of a line; says whether it was one that is taken.
///
/// # Errors
/// If the line is none of the dump.
pub fn add_place(builder: &mut Builder, line: &str, countries: &Countries) -> Result<bool, Mistake> {
    let cells: Vec<&str> = line.split('\t').collect();
    if cells.len() != PLACE {
        let of_names = NAME.contains(&cells.len()) && cells[..2].iter().all(|c| c.parse::<u32>().is_ok());
        return Err(if of_names { Mistake::Names } else { Mistake::Columns(cells.len()) });
    }
    let kind = match (cells[6], cells[7]) {
        // Abandoned, destroyed and historical places keep their name in reports too.
        ("P", _) => PlaceKind::City,
        ("A", "ADM1") => PlaceKind::Admin1,
        ("A", "ADM2") => PlaceKind::Admin2,
        ("S", code) if FACILITIES.contains(&code) => PlaceKind::Facility,
        _ => return Ok(false),
    };
    let geonames = number(cells[0], "geonameid", "id below 2^24")
        .and_then(|id: u32| if id < 1 << 24 { Ok(id) } else { Err(mistake(cells[0], "geonameid", "id below 2^24")) })?;
    let point = (degrees(cells[4], "latitude", 90.0)?, degrees(cells[5], "longitude", 180.0)?);
    let population = if cells[14].is_empty() { 0 } else { number(cells[14], "population", "whole number")? };
    // A place at sea, or in a country that is none of ISO 3166's.
    let Some(country) = countries.by_alpha2(cells[8]) else { return Ok(false) };
    let name = cells[1].trim();
    if name.is_empty() {
        return Ok(false);
    }
    let ascii = std::iter::once(cells[2]).filter(|a| *a != name && !a.is_empty());
    let mut also: Vec<String> =
        ascii.chain(cells[3].split(',')).filter(|n| names::usable(n)).map(str::to_owned).collect();
    also.truncate(MOST_NAMES);
    let mut place = Source {
        name: name.to_owned(),
        also,
        kind,
        country,
        admin1: cells[10].to_owned(),
        point,
        population,
        geonames,
    };
    complete(&mut place);
    builder.add(place);
    Ok(true)
}

/// Adds the name of a line to the places of its id, after [`Builder::sort`]; says whether it was one that is taken.
///
/// # Errors
/// If the line is none of `alternateNamesV2.txt`.
pub fn add_name(builder: &mut Builder, line: &str) -> Result<bool, Mistake> {
    let mut cells = line.splitn(5, '\t');
    let (Some(_), Some(id), Some(language), Some(name)) = (cells.next(), cells.next(), cells.next(), cells.next())
    else {
        return Err(Mistake::NameColumns(line.split('\t').count()));
    };
    if !NAME.contains(&line.split('\t').count()) {
        return Err(Mistake::NameColumns(line.split('\t').count()));
    }
    let id: u32 = number(id, "geonameid", "id")?;
    // `link`, `post`, `iata`, `wkdt` and their like are no names.
    if language.len() > 3 && !language.contains('-') || matches!(language, "phon" | "piny") || !names::usable(name) {
        return Ok(false);
    }
    let mut taken = false;
    for place in builder.by_id(id) {
        if place.also.len() < MOST_NAMES && place.name != name && !place.also.iter().any(|n| n == name) {
            place.also.push(name.to_owned());
            if names::has_articles(place.country) {
                place.also.extend(names::without_article(name));
            }
            taken = true;
        }
    }
    Ok(taken)
}

/// The names that follow from others: without the Arabic article, without the word for a division.
fn complete(place: &mut Source) {
    if names::has_articles(place.country) {
        let short: Vec<String> =
            std::iter::once(&place.name).chain(&place.also).filter_map(|n| names::without_article(n)).collect();
        place.also.extend(short);
    }
    let county = place.kind == PlaceKind::Admin2 && place.country == Country::parse("USA").unwrap_or(Country::UNKNOWN);
    if matches!(place.kind, PlaceKind::Admin1 | PlaceKind::Admin2) && !county {
        place.also.push(names::without_kind(&place.name));
    }
}

fn mistake(value: &str, column: &'static str, expected: &'static str) -> Mistake {
    Mistake::Cell { column, value: value.chars().take(40).collect(), expected }
}

fn number<T: std::str::FromStr>(value: &str, column: &'static str, expected: &'static str) -> Result<T, Mistake> {
    value.parse().map_err(|_| mistake(value, column, expected))
}

fn degrees(value: &str, column: &'static str, most: f64) -> Result<f64, Mistake> {
    let degrees: f64 = number(value, column, "coordinate")?;
    if degrees.abs() <= most { Ok(degrees) } else { Err(mistake(value, column, "coordinate")) }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::super::{Block, Gazetteer};
    use super::*;
    use crate::Lexicon;
    use crate::place::key;
    use proptest::prelude::*;

    /// A line of the dump; the place is invented.
    fn line(id: &str, name: &str, also: &str, class: &str, people: &str) -> String {
        format!(
            "{id}\t{name}\t\t{also}\t14.5\t-4.25\t{class}\tML\t\t04\t\t\t\t{people}\t\t280\tAfrica/Bamako\t2020-01-01"
        )
    }

    fn check(line: &str, expected: Result<bool, &str>) {
        let countries = &Lexicon::built_in().countries;
        let found = add_place(&mut Builder::default(), line, countries);
        assert_eq!(found.map_err(|e| e.to_string()), expected.map_err(str::to_owned), "{line}");
    }

    #[test]
    fn lines_of_a_dump() {
        check(&line("70000001", "X", "", "P\tPPL", ""), Err("geonameid: \"70000001\" is no id below 2^24"));
        check(&line("7000001", "Sanankoro", "", "P\tPPL", "420"), Ok(true));
        check(&line("7000001", "Sanankoro", "", "S\tPRN", ""), Ok(true));
        check(&line("7000001", "Sanankoro", "", "H\tSTM", ""), Ok(false));
        check(&line("7000001", "Sanankoro", "", "P\tPPL", "many"), Err("population: \"many\" is no whole number"));
        check(&line("x", "Sanankoro", "", "P\tPPL", ""), Err("geonameid: \"x\" is no id below 2^24"));
        check("1\t2455290\tfr\tKidal\t1\t\t\t", Err(&Mistake::Names.to_string()));
        check("a, b, c", Err(&Mistake::Columns(1).to_string()));
    }

    #[test]
    fn added_places_are_found_beside_the_built_in_ones() {
        let lexicon = Lexicon::built_in();
        let mut builder = Builder::default();
        let add = |builder: &mut Builder, line: &str| add_place(builder, line, &lexicon.countries).unwrap();
        add(&mut builder, &line("7000001", "Sanankorobougou", "Sanankoro-Bougou,Санан", "P\tPPL", "420"));
        // The dump knows of Kidal too: one place, not two.
        add(&mut builder, &line("2455290", "Kidal", "", "P\tPPLA", "26000"));
        builder.sort();
        assert_eq!(add_name(&mut builder, "9\t7000001\ten\tSanankoro Bugu\t\t\t\t"), Ok(true));
        assert_eq!(add_name(&mut builder, "9\t7000001\tlink\tSee\t\t\t\t"), Ok(false));
        assert_eq!(add_name(&mut builder, "9\t1\ten\tNowhere\t\t\t\t"), Ok(false));
        assert!(add_name(&mut builder, "9\tseven\ten\tNowhere\t\t\t\t").is_err());
        assert!(add_name(&mut builder, "9").is_err());

        let block = Block::open(Cow::Owned(builder.build().unwrap())).unwrap();
        let gazetteer = Gazetteer::with(vec![block]);
        let named = |name: &str| gazetteer.find(&key(name)).map(|r| gazetteer.entry(r)).collect::<Vec<_>>();
        for name in ["Sanankorobougou", "Sanankoro-Bougou", "Sanankoro Bugu"] {
            assert_eq!(named(name).iter().map(|e| e.geonames).collect::<Vec<_>>(), [7_000_001], "{name}");
        }
        let kidal = named("Kidal");
        assert_eq!(kidal.iter().filter(|e| e.geonames == 2_455_290).count(), 1, "{kidal:?}");
        assert!(kidal.windows(2).all(|w| w[0].population >= w[1].population));
        // Divisions are numbered across blocks.
        let division = kidal.iter().find_map(|e| e.admin1.filter(|_| e.kind == PlaceKind::City));
        assert!(division.is_none_or(|d| gazetteer.entry(d).kind == PlaceKind::Admin1));
        assert!(gazetteer.probe("sanankorobougou").name && gazetteer.probe("buenos aires").name);
        assert_eq!(named("Paris")[0].country.code(), "FRA");
    }

    proptest! {
        #[test]
        fn any_line_is_read_or_refused(line in "\\PC*(\t\\PC*){0,20}") {
            let mut builder = Builder::default();
            let _ = add_place(&mut builder, &line, &Countries::default());
            let _ = add_name(&mut builder, &line);
        }
    }
}
