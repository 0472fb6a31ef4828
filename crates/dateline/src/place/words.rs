//! Words around the names of places: nouns for kinds of places, sides, articles.

use super::key::Key;
use crate::lexicon::Lexicon;
use crate::lexicon::places::Noun;
use crate::syntax::Parsed;

/// Adjectives between article and place noun, for text that is not tagged.
pub(super) const MODIFIERS: &[&str] = &[
    "main",
    "central",
    "military",
    "international",
    "strategic",
    "southern",
    "northern",
    "eastern",
    "western",
    "coastal",
    "besieged",
    "disputed",
    "ancient",
    "historic",
    "small",
    "large",
    "key",
    "major",
    "remote",
    "rural",
    "restive",
    "troubled",
    "oil-rich",
    "contested",
    "civilian",
    "old",
    "new",
];

/// The place noun that begins at a token, the longest, and the token after it.
pub(super) fn noun_at(parsed: &Parsed<'_>, lexicon: &Lexicon, at: u32, end: u32) -> Option<(Noun, u32)> {
    let mut key = Key::default();
    let mut best = None;
    if at >= end {
        return None;
    }
    let mut from = parsed[at].span.start as usize;
    for token in at..end.min(at + lexicon.places.noun_words() as u32) {
        if !parsed.word(token).starts_with(char::is_alphanumeric) {
            break;
        }
        let to = parsed[token].span.end as usize;
        key.push(&parsed.text[from..to]);
        key.finish();
        from = to;
        if let Some(noun) = lexicon.places.noun(key.as_str()) {
            best = Some((noun, token + 1));
        }
    }
    best
}

/// Whether a word may begin a name. The Arabic article may stand in small letters.
pub(super) fn may_begin(word: &str, shouting: bool) -> bool {
    let mut chars = word.chars();
    match chars.next() {
        Some(c) if c.is_uppercase() => word.len() > 1,
        Some(_) if shouting => false,
        _ => ["al-", "el-", "as-", "ash-", "at-", "an-", "ar-", "ad-", "az-"]
            .iter()
            .any(|a| word.strip_prefix(a).is_some_and(|rest| rest.starts_with(char::is_uppercase))),
    }
}

pub(super) fn is_determiner(word: &str) -> bool {
    ["the", "this", "that", "a", "an"].iter().any(|d| word.eq_ignore_ascii_case(d))
}

/// A part or side of a place: `northern`, `greater`, `downtown`.
pub(super) fn is_side(word: &str) -> bool {
    super::direction::side(word).is_some()
        || ["greater", "downtown", "upper", "lower", "inner", "outer", "rural", "old", "new", "mainland", "occupied"]
            .iter()
            .any(|w| word.eq_ignore_ascii_case(w))
        || word == "-"
}

pub(super) fn is_direction(word: &str) -> bool {
    super::direction::bearing(word).is_some()
}
