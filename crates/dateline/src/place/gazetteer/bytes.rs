//! How a gazetteer lies in bytes: a header with the length of each section, then the sections, all little-endian.
//!
//! | section | item |
//! |---|---|
//! | countries | alpha-3 code (3 bytes), first record (u24) |
//! | admin1 | record of each first-level division (u24) |
//! | records | id u24, latitude u24, longitude u24, population u16, name u32, admin1 u16, country u8, kind u8 |
//! | strings | length (u8), UTF-8 |
//! | postings | count (u24), then records (u24) |
//! | names | an `fst` map from key to `record << 1`, or `offset in postings << 1 | 1` |
//!
//! Records stand by country, in it by population, so that a country's places are one range.

use std::ops::Range;

/// What the bytes begin with; the last one is the version.
pub(super) const MAGIC: &[u8; 8] = b"DLPLACE\x02";
/// Bytes of a record.
pub(super) const RECORD: usize = 19;
/// Number of sections.
pub(super) const SECTIONS: usize = 6;

/// Where each section lies.
pub(super) struct Sections {
    pub(super) countries: Range<usize>,
    pub(super) admin1: Range<usize>,
    pub(super) records: Range<usize>,
    pub(super) strings: Range<usize>,
    pub(super) postings: Range<usize>,
    pub(super) names: Range<usize>,
}

impl Sections {
    /// Reads the header; none if the sections do not fill the bytes exactly.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let header = bytes.get(MAGIC.len()..MAGIC.len() + SECTIONS * 4)?;
        let mut at = MAGIC.len() + SECTIONS * 4;
        let mut ranges = header.chunks_exact(4).map(|c| {
            let range = at..at + u32::from_le_bytes([c[0], c[1], c[2], c[3]]) as usize;
            at = range.end;
            range
        });
        let [countries, admin1, records, strings, postings, names] = std::array::from_fn(|_| ranges.next());
        let sections = Self {
            countries: countries?,
            admin1: admin1?,
            records: records?,
            strings: strings?,
            postings: postings?,
            names: names?,
        };
        (sections.names.end == bytes.len() && sections.records.len().is_multiple_of(RECORD)).then_some(sections)
    }
}

/// Three bytes as a number; 0 beyond the end.
pub(super) fn u24(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..at.saturating_add(3)) {
        Some(b) => u32::from_le_bytes([b[0], b[1], b[2], 0]),
        None => 0,
    }
}

/// Four bytes as a number; 0 beyond the end.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..at.saturating_add(4)) {
        Some(b) => u32::from_le_bytes([b[0], b[1], b[2], b[3]]),
        None => 0,
    }
}

/// A number as three bytes.
pub(super) fn to_u24(value: u32) -> [u8; 3] {
    debug_assert!(value < 1 << 24);
    let b = value.to_le_bytes();
    [b[0], b[1], b[2]]
}

/// The string at an offset; empty beyond the end.
pub(super) fn string(strings: &[u8], at: usize) -> &str {
    let length = strings.get(at).copied().unwrap_or(0) as usize;
    strings.get(at + 1..at + 1 + length).and_then(|s| std::str::from_utf8(s).ok()).unwrap_or("")
}

/// Degrees from -`most` to `most` in 24 bits.
pub(super) fn degrees(value: u32, most: f64) -> f64 {
    let degrees = f64::from(value) / f64::from((1 << 24) - 1) * 2.0 * most - most;
    (degrees * 1e5).round() / 1e5
}

/// The inverse of [`degrees`].
pub(super) fn to_degrees(value: f64, most: f64) -> u32 {
    ((value.clamp(-most, most) + most) / (2.0 * most) * f64::from((1 << 24) - 1)).round() as u32
}

/// People, by logarithm in 16 bits.
pub(super) fn population(value: u16) -> f64 {
    ((f64::from(value) / 2500.0).exp() - 1.0).round()
}

/// The inverse of [`population`].
pub(super) fn to_population(value: u64) -> u16 {
    ((value as f64 + 1.0).ln() * 2500.0).round().clamp(0.0, 65535.0) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_keep_their_precision(lat in -90.0..90.0f64, people in 0u64..40_000_000) {
            prop_assert!((degrees(to_degrees(lat, 90.0), 90.0) - lat).abs() < 2e-5);
            prop_assert!((population(to_population(people)) - people as f64).abs() <= 1.0 + people as f64 / 1000.0);
        }

        #[test]
        fn any_header_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = Sections::parse(&bytes);
        }
    }
}
