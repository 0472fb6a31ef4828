//! Small closed classes of English words.

use super::candidate::Gender;
use crate::text::numeral;

/// Nouns that count or gather others and say nothing of who they are: "a number of the attackers".
const GATHERERS: &[&str] = &[
    "number",
    "dozen",
    "hundred",
    "thousand",
    "million",
    "score",
    "majority",
    "most",
    "part",
    "member",
    "handful",
    "couple",
    "series",
    "lot",
    "rest",
    "remainder",
    "half",
    "third",
    "some",
    "many",
    "several",
    "all",
    "both",
    "few",
    "any",
    "each",
    "wave",
    "column",
    "succession",
    "list",
    "element",
    "contingent",
    "pair",
    "trio",
    "bunch",
    "mass",
    "band",
    "group",
    "crowd",
    "mob",
    "team",
    "type",
    "kind",
    "range",
    "variety",
];

/// Whether a word in small letters counts or gathers what follows it: one of those, or a number up to ten.
pub(super) fn gathers(word: &str) -> bool {
    GATHERERS.contains(&word) || numeral(word).is_some_and(|n| (1..=10).contains(&n))
}

/// Titles that say whether a person is a man or a woman.
pub(super) const HONORIFICS: &[(&str, Option<Gender>)] = &[
    ("mr", Some(Gender::Masculine)),
    ("mr.", Some(Gender::Masculine)),
    ("sir", Some(Gender::Masculine)),
    ("lord", Some(Gender::Masculine)),
    ("mrs", Some(Gender::Feminine)),
    ("mrs.", Some(Gender::Feminine)),
    ("ms", Some(Gender::Feminine)),
    ("ms.", Some(Gender::Feminine)),
    ("miss", Some(Gender::Feminine)),
    ("madam", Some(Gender::Feminine)),
    ("madame", Some(Gender::Feminine)),
    ("dame", Some(Gender::Feminine)),
    ("lady", Some(Gender::Feminine)),
    ("dr", None),
    ("dr.", None),
    ("prof", None),
    ("prof.", None),
];

/// Nouns that only a man or only a woman is called.
pub(super) const GENDERED: &[(&str, Gender)] = &[
    ("man", Gender::Masculine),
    ("boy", Gender::Masculine),
    ("father", Gender::Masculine),
    ("son", Gender::Masculine),
    ("brother", Gender::Masculine),
    ("husband", Gender::Masculine),
    ("uncle", Gender::Masculine),
    ("nephew", Gender::Masculine),
    ("king", Gender::Masculine),
    ("prince", Gender::Masculine),
    ("imam", Gender::Masculine),
    ("bishop", Gender::Masculine),
    ("pope", Gender::Masculine),
    ("policeman", Gender::Masculine),
    ("businessman", Gender::Masculine),
    ("spokesman", Gender::Masculine),
    ("chairman", Gender::Masculine),
    ("woman", Gender::Feminine),
    ("girl", Gender::Feminine),
    ("mother", Gender::Feminine),
    ("daughter", Gender::Feminine),
    ("sister", Gender::Feminine),
    ("wife", Gender::Feminine),
    ("widow", Gender::Feminine),
    ("aunt", Gender::Feminine),
    ("niece", Gender::Feminine),
    ("queen", Gender::Feminine),
    ("nun", Gender::Feminine),
    ("policewoman", Gender::Feminine),
    ("businesswoman", Gender::Feminine),
    ("spokeswoman", Gender::Feminine),
    ("chairwoman", Gender::Feminine),
];

/// Singular in form, many in meaning.
pub(super) const COLLECTIVE: &[&str] = &[
    "police",
    "people",
    "authorities",
    "staff",
    "crew",
    "public",
    "population",
    "community",
    "family",
    "household",
    "elderly",
    "wounded",
    "injured",
    "dead",
    "clergy",
    "personnel",
    "crowd",
    "mob",
    "youth",
];

/// Words that a person's name never ends with.
pub(super) const PARTICLES: &[&str] =
    &["al", "el", "bin", "ibn", "ben", "abu", "ould", "ag", "de", "van", "von", "der", "da", "dos"];
