//! Words that speak of what has not happened: `outlook/*.toml`.

use std::collections::HashMap;

use serde::Deserialize;

use super::{File, Problem};
use crate::reading::Modality;

/// Markers of the future, by lemma or, for auxiliaries, by the word as written in lower case.
#[derive(Debug, Default)]
pub struct Markers {
    /// "will"
    pub auxiliaries: HashMap<Box<str>, Modality>,
    /// "plan"
    pub verbs: HashMap<Box<str>, Modality>,
    /// "(be) expected"
    pub passives: HashMap<Box<str>, Modality>,
    /// "likely"
    pub adjectives: HashMap<Box<str>, Modality>,
    /// "possibility"
    pub nouns: HashMap<Box<str>, Modality>,
    /// "probably"
    pub adverbs: HashMap<Box<str>, Modality>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entries {
    marker: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Entry {
    modality: Modality,
    auxiliaries: Vec<Box<str>>,
    verbs: Vec<Box<str>>,
    passives: Vec<Box<str>>,
    adjectives: Vec<Box<str>>,
    nouns: Vec<Box<str>>,
    adverbs: Vec<Box<str>>,
}

impl Default for Entry {
    fn default() -> Self {
        let none = Vec::new;
        Self {
            modality: Modality::Possible,
            auxiliaries: none(),
            verbs: none(),
            passives: none(),
            adjectives: none(),
            nouns: none(),
            adverbs: none(),
        }
    }
}

impl Markers {
    /// Reads the files of markers.
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut markers = Self::default();
        let is_ours =
            |f: &&File| f.path.strip_prefix("outlook/").is_some_and(|name| name.strip_suffix(".toml").is_some());
        for file in files.iter().filter(is_ours) {
            let Some(entries) = file.toml::<Entries>(problems) else { continue };
            for entry in entries.marker {
                let lists = [
                    (&mut markers.auxiliaries, entry.auxiliaries),
                    (&mut markers.verbs, entry.verbs),
                    (&mut markers.passives, entry.passives),
                    (&mut markers.adjectives, entry.adjectives),
                    (&mut markers.nouns, entry.nouns),
                    (&mut markers.adverbs, entry.adverbs),
                ];
                for (table, words) in lists {
                    table.extend(words.into_iter().map(|w| (w, entry.modality)));
                }
            }
        }
        markers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_modality_in_each_list() {
        let text = "[[marker]]\nmodality = 'likely'\nadjectives = ['set']\npassives = ['set']\n";
        let mut problems = Vec::new();
        let markers = Markers::load(&[File { path: "outlook/a.toml".into(), text: text.into() }], &mut problems);
        assert_eq!(problems, []);
        assert_eq!(markers.adjectives.get("set"), Some(&Modality::Likely));
        assert_eq!(markers.verbs.get("set"), None);
    }
}
