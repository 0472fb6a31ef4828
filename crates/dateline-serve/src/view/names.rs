//! Words that stand in many incidents, each kept once.

use std::collections::HashMap;
use std::sync::Arc;

/// A word, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name(u32);

impl Name {
    /// Its number, for tables that are indexed by it.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    words: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, Name>,
}

impl Names {
    /// The number of a word, which is taken up where it is new.
    pub(crate) fn add(&mut self, word: &str) -> Name {
        if let Some(name) = self.numbers.get(word) {
            return *name;
        }
        let word: Arc<str> = word.into();
        let name = Name(self.words.len() as u32);
        self.words.push(word.clone());
        self.numbers.insert(word, name);
        name
    }

    /// The number of a word that is there.
    pub(crate) fn find(&self, word: &str) -> Option<Name> {
        self.numbers.get(word).copied()
    }

    /// The word.
    pub(crate) fn word(&self, name: Name) -> &Arc<str> {
        &self.words[name.index()]
    }

    /// All words, in the order of their numbers.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Arc<str>> {
        self.words.iter()
    }

    /// The numbers of all words.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = Name> + use<> {
        (0..self.words.len() as u32).map(Name)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }
}
