//! The gazetteer: places of the world by name, in one block of bytes that is searched where it lies.
//!
//! Opening it reads a header; nothing is copied or decoded before it is asked for. [`build`] makes the bytes, from
//! GeoNames or from any other source with the same facts.

use std::borrow::Cow;

use crate::country::Country;
use crate::reading::PlaceKind;

mod build;
mod bytes;

pub use build::{Builder, Source};
use bytes::{MAGIC, RECORD, Sections, u24};

static BUILT_IN: &[u8] = include_bytes!("../../../../../gazetteer/geonames.bin");

/// Places by name.
pub struct Gazetteer {
    bytes: Cow<'static, [u8]>,
    sections: Sections,
    names: fst::Map<Slice>,
}

/// Number of a place in its gazetteer.
pub type Record = u32;

/// A place of a gazetteer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry<'g> {
    /// Its usual name.
    pub name: &'g str,
    /// City, admin1 or admin2.
    pub kind: PlaceKind,
    /// The country that it lies in.
    pub country: Country,
    /// The first-level division that it lies in.
    pub admin1: Option<Record>,
    /// Latitude and longitude in WGS 84 degrees, to about a metre.
    pub point: (f64, f64),
    /// How many people live there, to about a part in a thousand; 0 where it is not known.
    pub population: f64,
    /// Its id at GeoNames.
    pub geonames: u32,
}

/// What is wrong with the bytes of a gazetteer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The bytes begin otherwise.
    #[error("this is no gazetteer, or one of another version: compile it again")]
    Magic,
    /// The sections do not add up.
    #[error("the gazetteer is cut off or damaged: compile it again")]
    Damaged,
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gazetteer")
            .field("records", &self.len())
            .field("names", &self.names.len())
            .finish_non_exhaustive()
    }
}

/// The bytes of the name map inside those of the gazetteer.
struct Slice {
    bytes: Cow<'static, [u8]>,
    range: std::ops::Range<usize>,
}

impl AsRef<[u8]> for Slice {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[self.range.clone()]
    }
}

impl Gazetteer {
    /// The gazetteer that the program ships: GeoNames' places over 500 people, with their divisions.
    ///
    /// # Panics
    /// Never in a released program: a test opens it.
    pub fn built_in() -> Self {
        Self::open(Cow::Borrowed(BUILT_IN)).expect("the built-in gazetteer is checked by tests")
    }

    /// Opens a gazetteer that [`Builder`] made.
    ///
    /// # Errors
    /// If the bytes are something else, or damaged.
    pub fn open(bytes: Cow<'static, [u8]>) -> Result<Self, OpenError> {
        if !bytes.starts_with(MAGIC) {
            return Err(OpenError::Magic);
        }
        let sections = Sections::parse(&bytes).ok_or(OpenError::Damaged)?;
        // A borrowed block is borrowed twice; an owned one (a user's own gazetteer) has its name map copied once.
        let slice = match &bytes {
            Cow::Borrowed(whole) => Slice { bytes: Cow::Borrowed(whole), range: sections.names.clone() },
            Cow::Owned(whole) => {
                let names = whole[sections.names.clone()].to_vec();
                Slice { range: 0..names.len(), bytes: Cow::Owned(names) }
            }
        };
        let names = fst::Map::new(slice).map_err(|_| OpenError::Damaged)?;
        Ok(Self { bytes, sections, names })
    }

    /// How many places it holds.
    pub fn len(&self) -> usize {
        self.sections.records.len() / RECORD
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The places of a name, the most populous first. `key` is made by [`crate::place::key()`].
    pub fn find(&self, key: &str) -> impl Iterator<Item = Record> + '_ {
        let value = self.names.get(key);
        let list = match value {
            Some(v) if v & 1 == 1 => (v >> 1) as usize,
            _ => usize::MAX,
        };
        let postings = &self.bytes[self.sections.postings.clone()];
        let (single, items) = match value {
            Some(v) if v & 1 == 0 => (Some((v >> 1) as u32), &postings[..0]),
            Some(_) => {
                let count = u24(postings, list) as usize;
                (None, postings.get(list + 3..list + 3 + count * 3).unwrap_or_default())
            }
            None => (None, &postings[..0]),
        };
        let count = self.len() as u32;
        single.into_iter().chain(items.chunks_exact(3).map(|c| u24(c, 0))).filter(move |r| *r < count)
    }

    /// Whether some name is `key`, and whether some longer name begins with it and a blank.
    pub fn probe(&self, key: &str) -> Probe {
        let node = self.names.as_fst();
        let mut at = node.root();
        for b in key.bytes() {
            match at.find_input(b) {
                Some(i) => at = node.node(at.transition_addr(i)),
                None => return Probe { name: false, longer: false },
            }
        }
        Probe { name: at.is_final(), longer: at.find_input(b' ').is_some() }
    }

    /// What is known of a place.
    pub fn entry(&self, record: Record) -> Entry<'_> {
        let records = &self.bytes[self.sections.records.clone()];
        let at = (record as usize).min(self.len().saturating_sub(1)) * RECORD;
        let r = &records[at..at + RECORD];
        let strings = &self.bytes[self.sections.strings.clone()];
        let admin1 = u16::from_le_bytes([r[14], r[15]]);
        let admin1s = &self.bytes[self.sections.admin1.clone()];
        Entry {
            name: bytes::string(strings, u24(r, 11) as usize),
            kind: match r[17] {
                1 => PlaceKind::Admin1,
                2 => PlaceKind::Admin2,
                _ => PlaceKind::City,
            },
            country: self.country_at(r[16]),
            admin1: (admin1 != u16::MAX && usize::from(admin1) * 3 + 3 <= admin1s.len())
                .then(|| u24(admin1s, usize::from(admin1) * 3)),
            point: (bytes::degrees(u24(r, 3), 90.0), bytes::degrees(u24(r, 6), 180.0)),
            population: bytes::population(u16::from_le_bytes([r[9], r[10]])),
            geonames: u24(r, 0),
        }
    }

    /// The places of a country, the most populous first.
    pub fn of_country(&self, country: Country) -> std::ops::Range<Record> {
        let countries = self.countries();
        let Some(at) = countries.chunks_exact(6).position(|c| &c[..3] == country.code().as_bytes()) else {
            return 0..0;
        };
        let first = u24(countries, at * 6 + 3);
        let next = if (at + 2) * 6 <= countries.len() { u24(countries, at * 6 + 9) } else { self.len() as u32 };
        first..next
    }

    fn countries(&self) -> &[u8] {
        &self.bytes[self.sections.countries.clone()]
    }

    fn country_at(&self, index: u8) -> Country {
        let at = usize::from(index) * 6;
        let code = self.countries().get(at..at + 3).and_then(|c| std::str::from_utf8(c).ok());
        code.and_then(Country::parse).unwrap_or(Country::UNKNOWN)
    }
}

/// What [`Gazetteer::probe`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    /// Some name is the key.
    pub name: bool,
    /// Some longer name begins with the key and goes on with another word.
    pub longer: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::key;

    fn named<'g>(gazetteer: &'g Gazetteer, name: &str) -> Vec<Entry<'g>> {
        gazetteer.find(&key(name)).map(|r| gazetteer.entry(r)).collect()
    }

    #[test]
    fn the_built_in_gazetteer_knows_the_world() {
        let gazetteer = Gazetteer::built_in();
        assert!(gazetteer.len() > 230_000);
        for (name, country, lat, lon) in [
            ("Bamako", "MLI", 12.6, -8.0),
            ("KIDAL", "MLI", 18.4, 1.4),
            ("Al-Hasakah", "SYR", 36.5, 40.7),
            ("Hasakah", "SYR", 36.5, 40.7),
            ("Saint Petersburg", "RUS", 59.9, 30.3),
            ("St. Louis", "USA", 38.6, -90.2),
            ("Kharkov", "UKR", 50.0, 36.2),
        ] {
            let found = named(&gazetteer, name);
            let right = found
                .iter()
                .any(|e| e.country.code() == country && (e.point.0 - lat).abs() < 0.2 && (e.point.1 - lon).abs() < 0.2);
            assert!(right, "{name}: {found:?}");
        }
        assert!(named(&gazetteer, "Nowhere at all").is_empty());
    }

    #[test]
    fn places_stand_under_their_country_and_division() {
        let gazetteer = Gazetteer::built_in();
        let mali = Country::parse("MLI").unwrap();
        let range = gazetteer.of_country(mali);
        assert!(range.len() > 80);
        assert!(range.clone().all(|r| gazetteer.entry(r).country == mali));
        let kidal = range.map(|r| gazetteer.entry(r)).find(|e| e.name == "Kidal" && e.kind == PlaceKind::City).unwrap();
        let division = gazetteer.entry(kidal.admin1.unwrap());
        assert_eq!((division.name, division.kind), ("Kidal", PlaceKind::Admin1));
        assert_eq!(kidal.geonames, 2_455_290);
    }

    #[test]
    fn the_most_populous_comes_first() {
        let gazetteer = Gazetteer::built_in();
        let paris = named(&gazetteer, "Paris");
        assert_eq!(paris[0].country.code(), "FRA");
        assert!(paris.windows(2).all(|w| w[0].population >= w[1].population));
    }

    #[test]
    fn damage_is_an_error() {
        assert_eq!(Gazetteer::open(Cow::Borrowed(b"GIF89a")).unwrap_err(), OpenError::Magic);
        assert_eq!(Gazetteer::open(Cow::Borrowed(&BUILT_IN[..100])).unwrap_err(), OpenError::Damaged);
    }

    #[test]
    fn probing_follows_names() {
        let gazetteer = Gazetteer::built_in();
        assert_eq!(gazetteer.probe("buenos aires"), Probe { name: true, longer: true });
        assert!(gazetteer.probe("ciudad").longer);
        assert_eq!(gazetteer.probe("qqqq"), Probe { name: false, longer: false });
    }
}
