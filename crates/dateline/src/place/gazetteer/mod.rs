//! The gazetteer: places of the world by name, in blocks of bytes that are searched where they lie: the one that the program
//! ships, and those that a user added ([`geonames`]).
//!
//! Opening a block reads a header; nothing is copied or decoded before it is asked for. [`Builder`] makes the bytes, from
//! GeoNames or from any other source with the same facts.

use std::borrow::Cow;

use crate::country::Country;
use crate::reading::PlaceKind;

mod block;
mod build;
mod bytes;
pub mod geonames;
pub mod names;

pub use block::{Block, OpenError};
pub use build::{BuildError, Builder, Source};

static BUILT_IN: &[u8] = include_bytes!("../../../../../gazetteer/geonames.bin");

/// Number of a place in the gazetteer.
pub type Record = u32;

/// A place of a gazetteer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry<'g> {
    /// Its usual name.
    pub name: &'g str,
    /// City, facility, admin1 or admin2.
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

/// What [`Gazetteer::probe`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    /// Some name is the key.
    pub name: bool,
    /// Some longer name begins with the key and goes on with another word.
    pub longer: bool,
}

/// Places by name, from all blocks.
#[derive(Debug)]
pub struct Gazetteer {
    /// The user's blocks, then the built-in one, each with the number of its first record.
    blocks: Vec<(Record, Block)>,
}

impl Gazetteer {
    /// The gazetteer that the program ships: GeoNames' places over 500 people, with their divisions.
    ///
    /// # Panics
    /// Never in a released program: a test opens it.
    pub fn built_in() -> Self {
        Self::with(Vec::new())
    }

    /// The built-in gazetteer with blocks of a user's beside it. Where two have the same place, the user's counts.
    ///
    /// # Panics
    /// Never in a released program: a test opens the built-in block.
    pub fn with(added: Vec<Block>) -> Self {
        let own = Block::open(Cow::Borrowed(BUILT_IN)).expect("the built-in gazetteer is checked by tests");
        let mut first = 0;
        let blocks = added.into_iter().chain([own]).map(|block| {
            let numbered = (first, block);
            first += numbered.1.len() as Record;
            numbered
        });
        Self { blocks: blocks.collect() }
    }

    /// How many places it holds.
    pub fn len(&self) -> usize {
        self.blocks.iter().map(|(_, block)| block.len()).sum()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The places of a name, the most populous first. `key` is made by [`crate::place::key()`].
    pub fn find(&self, key: &str) -> impl Iterator<Item = Record> + '_ {
        let mut all: Vec<Record> = Vec::new();
        for (first, block) in &self.blocks {
            all.extend(block.find(key).map(|record| first + record));
        }
        if self.blocks.len() > 1 && all.len() > 1 {
            self.merge(&mut all);
        }
        all.into_iter()
    }

    /// Brings the places of several blocks into one order, each place once.
    fn merge(&self, all: &mut Vec<Record>) {
        let mut seen = std::collections::HashSet::new();
        all.retain(|record| seen.insert(self.entry(*record).geonames));
        all.sort_by(|a, b| self.entry(*b).population.total_cmp(&self.entry(*a).population));
    }

    /// Whether some name is `key`, and whether some longer name begins with it and a blank.
    pub fn probe(&self, key: &str) -> Probe {
        let mut probe = Probe { name: false, longer: false };
        for (_, block) in &self.blocks {
            let found = block.probe(key);
            probe = Probe { name: probe.name || found.name, longer: probe.longer || found.longer };
        }
        probe
    }

    /// What is known of a place.
    pub fn entry(&self, record: Record) -> Entry<'_> {
        let (first, block) = self.block(record);
        let entry = block.entry(record - first);
        Entry { admin1: entry.admin1.map(|division| first + division), ..entry }
    }

    fn block(&self, record: Record) -> &(Record, Block) {
        let at = self.blocks.partition_point(|(first, _)| *first <= record);
        // An empty block begins where the next does; the last that begins here is the one that holds the record.
        &self.blocks[at.saturating_sub(1)]
    }

    /// The places of a country, block by block, in each the most populous first.
    pub fn of_country(&self, country: Country) -> impl Iterator<Item = Record> + '_ {
        self.blocks.iter().flat_map(move |(first, block)| block.of_country(country).map(move |record| first + record))
    }
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
        let range: Vec<Record> = range.collect();
        assert!(range.len() > 80);
        assert!(range.iter().copied().all(|r| gazetteer.entry(r).country == mali));
        let kidal = range
            .into_iter()
            .map(|r| gazetteer.entry(r))
            .find(|e| e.name == "Kidal" && e.kind == PlaceKind::City)
            .unwrap();
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
        assert_eq!(Block::open(Cow::Borrowed(b"GIF89a")).unwrap_err(), OpenError::Magic);
        assert_eq!(Block::open(Cow::Borrowed(&BUILT_IN[..100])).unwrap_err(), OpenError::Damaged);
    }

    #[test]
    fn probing_follows_names() {
        let gazetteer = Gazetteer::built_in();
        assert_eq!(gazetteer.probe("buenos aires"), Probe { name: true, longer: true });
        assert!(gazetteer.probe("ciudad").longer);
        assert_eq!(gazetteer.probe("qqqq"), Probe { name: false, longer: false });
    }
}
