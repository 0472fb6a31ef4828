//! Surnames: whoever a report names in full ("Jean Roland") it goes on to call by one word, which may be some town's
//! name as well.

use std::collections::HashSet;

use crate::syntax::{NameKind, Parsed};

/// How many surnames are compared letter by letter.
const COMPARED: usize = 64;
/// The least letters of a surname that may be misspelt.
const LONG: usize = 5;

/// The surnames of the persons whom a document names in full.
#[derive(Debug, Default)]
pub(super) struct Surnames<'t> {
    all: HashSet<&'t str>,
    /// The first long ones, which a report may spell in more ways than one.
    long: Vec<&'t str>,
}

impl<'t> Surnames<'t> {
    pub(super) fn of(parsed: &Parsed<'t>) -> Self {
        let mut out = Self::default();
        for name in parsed.names.iter().filter(|n| n.kind == NameKind::Person && n.tokens.len() > 1) {
            let last = parsed.tokens[name.tokens.end as usize - 1].span.of(parsed.text);
            let new = last.starts_with(char::is_uppercase) && out.all.insert(last);
            if new && last.len() >= LONG && out.long.len() < COMPARED {
                out.long.push(last);
            }
        }
        out
    }

    /// Whether a word is one of them, or misses one of them by a letter.
    pub(super) fn has(&self, word: &str) -> bool {
        let near = |name: &&str| {
            name.len().abs_diff(word.len()) <= 1 && name[..1] == word[..1] && strsim::osa_distance(name, word) <= 1
        };
        self.all.contains(word)
            || word.len() >= LONG && word.is_ascii() && self.long.iter().filter(|n| n.is_ascii()).any(near)
    }
}

/// Whether a word stands before a person's name alone.
pub(super) fn is_honorific(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "mr",
        "mrs",
        "ms",
        "miss",
        "mme",
        "dr",
        "prof",
        "sir",
        "lord",
        "lady",
        "sen",
        "rep",
        "gov",
        "gen",
        "col",
        "lt",
        "maj",
        "capt",
        "cpl",
        "sgt",
        "pvt",
        "adm",
        "cmdr",
        "rev",
        "fr",
        "sheikh",
        "hajji",
        "ayatollah",
        "mullah",
    ];
    WORDS.iter().any(|w| word.trim_end_matches('.').eq_ignore_ascii_case(w))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Name;
    use crate::text::segment;

    #[test]
    fn surnames_are_known_from_full_names_and_near_spellings() {
        let mut parsed = segment("Jean Rolland spoke. Roland smiled. Rome slept.");
        parsed.names.push(Name { tokens: 0..2, kind: NameKind::Person });
        let surnames = Surnames::of(&parsed);
        assert!(surnames.has("Rolland") && surnames.has("Roland"));
        assert!(!surnames.has("Jean") && !surnames.has("Rome") && !surnames.has("Poland"));
    }

    #[test]
    fn honorifics_stand_before_persons() {
        assert!(is_honorific("Mr.") && is_honorific("Lt") && !is_honorific("Mount"));
    }
}
