//! What governing words say about the reality of what stands below them.

use std::collections::HashMap;

use serde::Deserialize;

use super::{File, Problem};
use crate::reading::Status;
use crate::syntax::Upos;

/// What one governing word does.
#[derive(Clone, Debug)]
pub struct Cue {
    /// The other words of a phrase ("call for").
    pub others: Vec<Box<str>>,
    /// The status of what stands below.
    pub status: Status,
    /// Whether event nouns below take it too, not clauses alone.
    pub object: bool,
}

/// The table of governing words.
#[derive(Debug, Default)]
pub struct Factuality {
    verbs: HashMap<Box<str>, Vec<Cue>>,
    nouns: HashMap<Box<str>, Vec<Cue>>,
    adjectives: HashMap<Box<str>, Vec<Cue>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueFile {
    cue: Vec<CueEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueEntry {
    status: Status,
    #[serde(default)]
    object: bool,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
}

impl Factuality {
    /// Reads `factuality.toml`.
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut table = Self::default();
        for file in files.iter().filter(|f| f.path == "factuality.toml") {
            let Some(read) = file.toml::<CueFile>(problems) else { continue };
            for entry in read.cue {
                let lists = [
                    (&mut table.verbs, &entry.verbs),
                    (&mut table.nouns, &entry.nouns),
                    (&mut table.adjectives, &entry.adjectives),
                ];
                for (map, phrases) in lists {
                    for phrase in phrases {
                        let mut words = phrase.split_whitespace().map(Box::<str>::from);
                        let Some(head) = words.next() else { continue };
                        let cue = Cue { others: words.collect(), status: entry.status, object: entry.object };
                        let cues: &mut Vec<Cue> = map.entry(head).or_default();
                        cues.push(cue);
                        cues.sort_by_key(|c| std::cmp::Reverse(c.others.len()));
                    }
                }
            }
        }
        table
    }

    /// The base forms of all its verbs, in no order.
    pub(super) fn verbs(&self) -> impl Iterator<Item = &str> {
        self.verbs.keys().map(AsRef::as_ref)
    }

    /// The cues that a lemma heads, longest first.
    pub fn cues(&self, lemma: &str, upos: Upos) -> &[Cue] {
        let table = match upos {
            Upos::Verb => &self.verbs,
            Upos::Noun | Upos::Propn => &self.nouns,
            Upos::Adj => &self.adjectives,
            _ => return &[],
        };
        table.get(lemma).map_or(&[], Vec::as_slice)
    }
}
