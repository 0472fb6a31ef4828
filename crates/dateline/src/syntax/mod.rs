//! Tags, lemmas and trees.

mod clause;
pub mod conllu;
mod token;

pub use token::{Deprel, Feats, Name, NameKind, Parsed, Sentence, Token, Upos};

/// Fills tags, lemmas, features and heads of segmented words.
pub fn annotate(parsed: &mut Parsed<'_>) {
    parsed.index_children();
}
