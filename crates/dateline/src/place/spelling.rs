//! Other spellings: names that went through another script or a machine's translation (Kinyoruba for Kéniéroba).
//!
//! Transliteration keeps consonants better than vowels, so names with the same consonants may differ in several
//! vowels, and others only in a letter or two. Asked only within the countries that a document is about.

use super::candidates::{Candidate, of_record, of_row};
use crate::country::Country;
use crate::lexicon::Lexicon;

/// How many of a country's gazetteer places are compared, the most populous first.
const MOST: usize = 6000;

/// The place of a country that `name_key` most likely misspells; none where two are alike.
pub(super) fn misspelt(name_key: &str, country: Country, lexicon: &Lexicon) -> Option<Candidate> {
    if name_key.len() < 5 {
        return None;
    }
    let places = &lexicon.places;
    let skeleton = skeleton(name_key);
    let mut best: Option<(f64, Candidate)> = None;
    let mut rival = f64::INFINITY;
    let mut weigh = |key: &str, candidate: &dyn Fn() -> Candidate| {
        let Some(cost) = cost(name_key, &skeleton, key) else { return };
        match &best {
            Some((least, held)) if cost >= *least => {
                let new = candidate();
                if super::candidates::distance_km(held.point, new.point) > 30.0 {
                    rival = rival.min(cost);
                }
            }
            _ => {
                if let Some((least, _)) = best {
                    rival = rival.min(least);
                }
                best = Some((cost, candidate()));
            }
        }
    };
    for (key, row) in places.rows_of(country) {
        weigh(key, &|| of_row(*row, name_key, lexicon));
    }
    for record in places.gazetteer.of_country(country).take(MOST) {
        let name = places.gazetteer.entry(record).name;
        // A first look without making the key: most names differ at once.
        if name.len().abs_diff(name_key.len()) > 4 {
            continue;
        }
        weigh(&super::key(name), &|| of_record(record, name_key, lexicon));
    }
    best.filter(|(cost, _)| cost + 0.4 < rival).map(|(_, candidate)| candidate)
}

/// How far two spellings are apart; none where they are names of two places.
fn cost(a: &str, a_skeleton: &str, b: &str) -> Option<f64> {
    let longest = a.len().max(b.len());
    if b.len() < 4 || a.len().abs_diff(b.len()) > 3 || class(a.as_bytes()[0]) != class(b.as_bytes()[0]) {
        return None;
    }
    let edits = strsim::osa_distance(a, b);
    if edits <= (longest + 1) / 6 {
        return Some(edits as f64);
    }
    let same_consonants = a_skeleton.len() >= 4 && a_skeleton == skeleton(b);
    (same_consonants && edits * 2 <= longest).then_some(edits as f64 * 0.5)
}

/// Letters that transliterations take for each other.
fn class(letter: u8) -> u8 {
    match letter {
        b'c' | b'k' | b'q' => b'k',
        b'g' | b'j' => b'g',
        b's' | b'z' => b's',
        b'v' | b'w' | b'u' => b'v',
        b'b' | b'p' => b'b',
        b'd' | b't' => b'd',
        b'i' | b'y' | b'e' => b'i',
        _ => letter,
    }
}

/// The consonants of a name, alike ones as one, none doubled.
fn skeleton(key: &str) -> String {
    let mut out = String::new();
    for b in key.bytes() {
        if matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'w' | b'h' | b' ') {
            continue;
        }
        let c = class(b) as char;
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_near_and_others_far() {
        let near = |a: &str, b: &str| cost(a, &skeleton(a), b).is_some();
        assert!(near("kinyoruba", "kenieroba"));
        assert!(near("sevarre", "sevare"));
        assert!(near("tessalet", "tessalit"));
        assert!(!near("segou", "sikasso"));
        assert!(!near("gao", "goa"));
        assert!(!near("bamba", "bamako"));
        assert!(!near("safina", "safwan"));
    }

    #[test]
    fn misspelt_names_are_found_in_their_country_alone() {
        let lexicon = Lexicon::built_in();
        let find = |name: &str, code: &str| {
            let found = misspelt(name, Country::parse(code).unwrap(), &lexicon);
            found.map(|c| c.name(&lexicon).to_owned())
        };
        assert_eq!(find("kinyoruba", "MLI").as_deref(), Some("Kéniéroba"));
        assert_eq!(find("kinyoruba", "NER"), None);
    }
}
