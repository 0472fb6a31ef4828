//! A block of places by name, in bytes that are searched where they lie.

use std::borrow::Cow;

use crate::country::Country;
use crate::reading::PlaceKind;

use super::bytes::{self, MAGIC, RECORD, Sections, u24, u32_at};
use super::{Entry, Probe, Record};

/// Places by name, from one source.
pub struct Block {
    bytes: Cow<'static, [u8]>,
    sections: Sections,
    names: fst::Map<Slice>,
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

impl std::fmt::Debug for Block {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Block").field("records", &self.len()).field("names", &self.names.len()).finish_non_exhaustive()
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

impl Block {
    /// Opens a gazetteer that [`super::Builder`] made.
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
        let admin1 = u16::from_le_bytes([r[15], r[16]]);
        let admin1s = &self.bytes[self.sections.admin1.clone()];
        Entry {
            name: bytes::string(strings, u32_at(r, 11) as usize),
            kind: match r[18] {
                1 => PlaceKind::Admin1,
                2 => PlaceKind::Admin2,
                3 => PlaceKind::Facility,
                _ => PlaceKind::City,
            },
            country: self.country_at(r[17]),
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
