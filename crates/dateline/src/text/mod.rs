//! Sentences and words.

use crate::syntax::Parsed;

/// Cuts a text into sentences and words; tags and trees are the next layer's.
pub fn segment(text: &str) -> Parsed<'_> {
    Parsed::new(text)
}
