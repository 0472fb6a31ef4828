//! `peoples.tsv`: peoples and faiths that reports name actors by, other than the people of a country.

use std::collections::HashMap;

use super::{File, Problem};
use crate::country::Country;
use crate::place::key;

/// Words for peoples.
#[derive(Debug, Default)]
pub struct Peoples {
    adjectives: HashMap<String, Option<Country>>,
    people: HashMap<String, Option<Country>>,
}

impl Peoples {
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut peoples = Self::default();
        for file in files.iter().filter(|f| f.path == "peoples.tsv") {
            file.rows(&["adjectives", "people", "country"], problems, |row| {
                let country = match row.get("country") {
                    "" => None,
                    code => Some(Country::parse(code).ok_or_else(|| row.problem(format!("{code:?} is no country")))?),
                };
                peoples.adjectives.extend(row.list("adjectives").map(|w| (key(w), country)));
                peoples.people.extend(row.list("people").map(|w| (key(w), country)));
                Ok(())
            });
        }
        peoples
    }

    /// The country of an adjective such as `Kurdish`, if there is but one; the outer `None` is no such adjective.
    pub fn by_adjective(&self, word: &str) -> Option<Option<Country>> {
        self.adjectives.get(&key(word)).copied()
    }

    /// The same for a word that stands alone: `Kurds`.
    pub fn by_people(&self, word: &str) -> Option<Option<Country>> {
        self.people.get(&key(word)).copied()
    }
}
