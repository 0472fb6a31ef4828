//! Makes the bytes of a gazetteer.

use std::collections::{BTreeMap, HashMap};

use super::bytes::{self, MAGIC, RECORD, to_u24};
use crate::country::Country;
use crate::place::key;
use crate::reading::PlaceKind;

/// The facts of one place, as a source gives them.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its usual name.
    pub name: String,
    /// Other names that reports may use.
    pub also: Vec<String>,
    /// [`PlaceKind::Admin1`], [`PlaceKind::Admin2`] or [`PlaceKind::Facility`]; anything else counts as a city.
    pub kind: PlaceKind,
    /// The country that it lies in.
    pub country: Country,
    /// The source's code of the first-level division that it is, or lies in.
    pub admin1: String,
    /// Latitude and longitude in WGS 84 degrees.
    pub point: (f64, f64),
    /// How many people live there; 0 where it is not known.
    pub population: u64,
    /// Its id at GeoNames, below 2^24.
    pub geonames: u32,
}

/// Why places make no block.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The format cannot count so many.
    #[error("more {0} than a gazetteer can hold; add one country's file at a time")]
    TooMany(&'static str),
    /// The map of names could not be made.
    #[error("the names could not be put in order: {0}")]
    Names(#[from] fst::Error),
}

/// Collects places, then makes the bytes.
#[derive(Debug, Default)]
pub struct Builder {
    places: Vec<Source>,
}

impl Builder {
    /// Adds a place.
    pub fn add(&mut self, place: Source) {
        self.places.push(place);
    }

    /// How many places it holds.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Puts the places in the order of their ids.
    pub fn sort(&mut self) {
        self.places.sort_by_key(|place| place.geonames);
    }

    /// The places of an id, after [`Builder::sort`].
    pub fn by_id(&mut self, geonames: u32) -> &mut [Source] {
        let first = self.places.partition_point(|place| place.geonames < geonames);
        let count = self.places[first..].iter().take_while(|place| place.geonames == geonames).count();
        &mut self.places[first..first + count]
    }

    /// The bytes that [`super::Block::open`] opens. The same places give the same bytes, in whatever order they came.
    ///
    /// # Errors
    /// If there are more places, divisions or countries than the format can count.
    pub fn build(mut self) -> Result<Vec<u8>, BuildError> {
        if self.places.len() >= 1 << 24 {
            return Err(BuildError::TooMany("places"));
        }
        self.places.sort_by(|a, b| {
            (a.country, b.population, a.geonames, a.kind).cmp(&(b.country, a.population, b.geonames, b.kind))
        });
        let divisions: Vec<usize> =
            (0..self.places.len()).filter(|i| self.places[*i].kind == PlaceKind::Admin1).collect();
        let division_of: HashMap<(Country, &str), u16> = divisions
            .iter()
            .enumerate()
            .map(|(n, i)| ((self.places[*i].country, self.places[*i].admin1.as_str()), n as u16))
            .collect();

        if divisions.len() >= usize::from(u16::MAX) {
            return Err(BuildError::TooMany("first-level divisions"));
        }
        let mut countries: Vec<u8> = Vec::new();
        let mut country_index = 0u8;
        let mut records = Vec::with_capacity(self.places.len() * RECORD);
        let mut strings: Vec<u8> = Vec::new();
        let mut string_at: HashMap<&str, u32> = HashMap::new();
        let mut names: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (i, place) in self.places.iter().enumerate() {
            if i == 0 || self.places[i - 1].country != place.country {
                country_index = (countries.len() / 6) as u8;
                countries.extend_from_slice(place.country.code().as_bytes());
                countries.extend(to_u24(i as u32));
            }
            let name = *string_at.entry(&place.name).or_insert_with(|| {
                let at = strings.len() as u32;
                let short = place.name.floor_char_boundary(255);
                strings.push(short as u8);
                strings.extend_from_slice(&place.name.as_bytes()[..short]);
                at
            });
            let division = division_of.get(&(place.country, place.admin1.as_str())).copied().unwrap_or(u16::MAX);
            records.extend(to_u24(place.geonames));
            records.extend(to_u24(bytes::to_degrees(place.point.0, 90.0)));
            records.extend(to_u24(bytes::to_degrees(place.point.1, 180.0)));
            records.extend(bytes::to_population(place.population).to_le_bytes());
            records.extend(name.to_le_bytes());
            records.extend(division.to_le_bytes());
            records.push(country_index);
            records.push(match place.kind {
                PlaceKind::Admin1 => 1,
                PlaceKind::Admin2 => 2,
                PlaceKind::Facility => 3,
                _ => 0,
            });
            for name in std::iter::once(&place.name).chain(&place.also) {
                let key = key(name);
                if key.is_empty() {
                    continue;
                }
                let list = names.entry(key).or_default();
                if list.last() != Some(&(i as u32)) {
                    list.push(i as u32);
                }
            }
        }

        let mut postings: Vec<u8> = Vec::new();
        let mut list_at: HashMap<Vec<u32>, u64> = HashMap::new();
        let mut map = fst::MapBuilder::memory();
        for (key, mut list) in names {
            list.sort_by_key(|i| (std::cmp::Reverse(self.places[*i as usize].population), *i));
            list.dedup();
            let value = if let [one] = list[..] {
                u64::from(one) << 1
            } else {
                *list_at.entry(list).or_insert_with_key(|list| {
                    let at = postings.len() as u64;
                    postings.extend(to_u24(list.len() as u32));
                    for i in list {
                        postings.extend(to_u24(*i));
                    }
                    at << 1 | 1
                })
            };
            map.insert(key, value)?;
        }

        if countries.len() / 6 > 1 << 8 {
            return Err(BuildError::TooMany("countries"));
        }
        let admin1: Vec<u8> = divisions.iter().flat_map(|i| to_u24(*i as u32)).collect();
        let sections = [countries, admin1, records, strings, postings, map.into_inner()?];
        let mut out = MAGIC.to_vec();
        for section in &sections {
            out.extend((section.len() as u32).to_le_bytes());
        }
        out.extend(sections.into_iter().flatten());
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::super::Block;
    use super::*;

    fn place(name: &str, kind: PlaceKind, population: u64, geonames: u32) -> Source {
        Source {
            name: name.into(),
            also: vec![format!("{name} Town")],
            kind,
            country: Country::parse("MLI").unwrap(),
            admin1: "05".into(),
            point: (14.53, -4.1),
            population,
            geonames,
        }
    }

    #[test]
    fn what_goes_in_comes_out() {
        let build = |places: Vec<Source>| {
            let mut builder = Builder::default();
            for place in places {
                builder.add(place);
            }
            builder.build().unwrap()
        };
        let (small, division) = (place("Sévaré", PlaceKind::City, 40_000, 7), place("Mopti", PlaceKind::Admin1, 0, 8));
        let bytes = build(vec![small.clone(), division.clone(), place("Mopti", PlaceKind::City, 100_000, 9)]);
        assert_eq!(bytes, build(vec![place("Mopti", PlaceKind::City, 100_000, 9), division, small]));

        let gazetteer = Block::open(Cow::Owned(bytes)).unwrap();
        let found: Vec<_> = gazetteer.find("mopti").map(|r| gazetteer.entry(r)).collect();
        assert_eq!(found.iter().map(|e| e.geonames).collect::<Vec<_>>(), [9, 8]);
        let sevare = gazetteer.entry(gazetteer.find("sevare town").next().unwrap());
        assert_eq!((sevare.name, sevare.country.code()), ("Sévaré", "MLI"));
        assert_eq!(gazetteer.entry(sevare.admin1.unwrap()).name, "Mopti");
    }
}
