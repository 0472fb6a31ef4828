//! What readers may see of a report: the same rule by which tables withhold names, for those who show reports themselves.

use std::ops::Range;

use dateline::Lexicon;
use dateline::reading::{Actor, Reading};

use crate::shield::Shield;

/// Withholds the names of private persons and of victims in what one report says.
pub struct Redaction<'r>(Shield<'r>);

impl<'r> Redaction<'r> {
    /// Of a report's text and its reading.
    pub fn new(text: &str, reading: &'r Reading, lexicon: &'r Lexicon) -> Self {
        Self(Shield::new(text, reading, lexicon, false))
    }

    /// An actor as readers may know it.
    pub fn actor(&self, actor: &Actor) -> String {
        self.0.actor(actor)
    }

    /// What stands where a name was.
    pub const NAME: &'static str = crate::shield::NAME;

    /// Where words of the report, by bytes, have names that must not be said.
    pub fn names(&self, words: &str) -> Vec<Range<usize>> {
        self.0.names(words, true)
    }

    /// Words of the report, with `[name]` where a name was that must not be said.
    pub fn words(&self, words: &str) -> String {
        self.0.mask(words)
    }

    /// The name of an outlet or of a place, without those of persons of whom the report tells.
    pub fn known(&self, name: &str) -> String {
        self.0.known(name)
    }

    /// A place: what the gazetteer knows is named after nobody here, a farm or a mosque may have the name of whoever lost it.
    pub fn place(&self, name: &str, gazetteer: Option<&str>) -> String {
        if gazetteer.is_some() { name.to_owned() } else { self.known(name) }
    }

    /// An address; only its host where the rest may have such a name, and none where the host has one.
    pub fn address(&self, url: &str) -> Option<String> {
        self.0.address(url)
    }
}
