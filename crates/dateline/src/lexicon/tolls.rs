//! Words that tell a toll without naming the act.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::{File, Problem};
use crate::reading::CasualtyKind;

/// Where the people that a toll word counts stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// "five people dead": the adjective's noun, or the subject or object of its verb.
    Adjective,
    /// "five deaths": the word itself is counted.
    Noun,
    /// "displaced 300 families": the object.
    Object,
    /// "300 families fled": the subject.
    Subject,
    /// "no casualties": a word that tells nothing but that there were none.
    None,
}

/// What a toll word says.
#[derive(Clone, Debug)]
pub struct TollWord {
    /// The other words of a phrase, before its head: "death" of "death toll".
    pub others: Vec<Box<str>>,
    /// What happened to the people.
    pub kind: CasualtyKind,
    /// Where they stand.
    pub counted: Counted,
}

/// The table of toll words.
#[derive(Debug, Default)]
pub struct Tolls {
    words: HashMap<Box<str>, Vec<TollWord>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    subject_verbs: Vec<String>,
    #[serde(default)]
    none: Vec<String>,
}

impl Tolls {
    /// Reads `tolls.toml`.
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut tolls = Self::default();
        for file in files.iter().filter(|f| f.path == "tolls.toml") {
            let Some(read) = file.toml::<BTreeMap<String, Words>>(problems) else { continue };
            for (kind, words) in read {
                let kind: CasualtyKind = match kind.parse() {
                    Ok(kind) => kind,
                    Err(message) => {
                        let line = file.text.find(&format!("[{kind}]")).map_or(1, |at| file.line(at));
                        problems.push(file.problem(line, message));
                        continue;
                    }
                };
                let lists = [
                    (words.adjectives, Counted::Adjective),
                    (words.nouns, Counted::Noun),
                    (words.verbs, Counted::Object),
                    (words.subject_verbs, Counted::Subject),
                    (words.none, Counted::None),
                ];
                for (phrases, counted) in lists {
                    for phrase in phrases {
                        let mut others: Vec<Box<str>> = phrase.split_whitespace().map(Into::into).collect();
                        let Some(head) = others.pop() else { continue };
                        tolls.words.entry(head).or_default().push(TollWord { others, kind, counted });
                    }
                }
            }
        }
        tolls
    }

    /// The toll words of a lemma.
    pub fn words(&self, lemma: &str) -> &[TollWord] {
        self.words.get(lemma).map_or(&[], Vec::as_slice)
    }
}
