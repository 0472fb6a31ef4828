//! Tags, lemmas and trees.

mod clause;
pub mod conllu;
mod encoder;
pub mod features;
mod frayed;
pub mod lemma;
mod linear;
mod lost_verbs;
pub mod math;
mod narrow;
pub mod network;
mod objects;
mod opening;
mod participle;
mod repair;
mod shape;
pub mod store;
mod token;
pub mod transition;
mod unit;
mod vector;

use std::sync::{Mutex, OnceLock, PoisonError};

use crate::entity;
use network::{Batch, Network, Scratch};

pub use repair::repair;
pub(crate) use shape::is_half;
pub use token::{Deprel, Feats, Name, NameKind, Parsed, Sentence, Token, Upos};

/// The weights that are compiled in; `models/syntax.md` says what they were trained on.
static WEIGHTS: &[u8] = include_bytes!("../../../../models/syntax.bin");

/// The built-in network, read once. None only where the weights are damaged, which a test rules out.
fn network() -> Option<&'static Network> {
    static NETWORK: OnceLock<Option<Network>> = OnceLock::new();
    NETWORK.get_or_init(|| Network::read(WEIGHTS)).as_ref()
}

/// Which weights are compiled in: the beginning of their SHA-256.
pub fn version() -> String {
    store::version(WEIGHTS)
}

/// The room that the networks need, kept from one document to the next with what they have worked out of single words. What
/// lies there changes how fast a document is read, never how.
#[derive(Debug, Default)]
pub struct Workspaces {
    /// One for trees and one for names, for as many documents as were read at a time.
    free: Mutex<Vec<(Scratch, Scratch)>>,
}

impl Workspaces {
    fn take(&self) -> (Scratch, Scratch) {
        self.free.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Keeps the room for another document, but for that of an endless sentence.
    fn give(&self, pair: (Scratch, Scratch)) {
        if !pair.0.is_vast() {
            self.free.lock().unwrap_or_else(PoisonError::into_inner).push(pair);
        }
    }
}

/// Fills tags, lemmas, features, heads and names of segmented words.
pub fn annotate(parsed: &mut Parsed<'_>, workspaces: &Workspaces) {
    if let (Some(network), Some(names)) = (network(), entity::network()) {
        let mut pair = workspaces.take();
        annotate_with(network, names, &mut pair, parsed);
        workspaces.give(pair);
    }
    parsed.index_children();
}

/// As [`annotate`], with weights of one's own; `names` looks at what `network` makes of the words.
fn annotate_with(network: &Network, names: &Network, pair: &mut (Scratch, Scratch), parsed: &mut Parsed<'_>) {
    parsed.names.clear();
    let (scratch, other) = (&mut pair.0, &mut pair.1);
    let mut lower = String::new();
    let mut batch = Batch::default();
    let text = parsed.text;
    let mut at = 0;
    while at < parsed.sentences.len() {
        batch.clear();
        let first = at;
        while at < parsed.sentences.len() && (at == first || batch.words.len() < Batch::FULL) {
            let range = parsed.sentences[at].tokens.clone();
            let words = parsed.tokens[range.start as usize..range.end as usize].iter().map(|t| t.span.of(text));
            let shouted = features::Case::of(words.clone()) == features::Case::Upper;
            batch.push(words.map(|word| stand_in(word, shouted)));
            at += 1;
        }
        network.run(&batch, &[], scratch);
        names.run(&batch, scratch.context(), other);
        for (sentence, range) in parsed.sentences[first..at].iter().zip(batch.ranges()) {
            let start = sentence.tokens.start;
            for (i, token) in range.clone().zip(&mut parsed.tokens[start as usize..sentence.tokens.end as usize]) {
                if let Some((upos, feats)) = scratch.tags.get(i) {
                    (token.upos, token.feats) = (*upos, *feats);
                    if let Some(lemmas) = network.lemmas() {
                        token.lemma = lemmas.lemma(token.span.of(text), *upos, *feats, &mut lower);
                    }
                }
                if let (Some(head), Some(deprel)) = (scratch.heads.get(i), scratch.deprels.get(i)) {
                    token.head = (*deprel != Deprel::Root).then_some(start + head);
                    token.deprel = *deprel;
                }
            }
            entity::collect(start, other.labels.get(range).unwrap_or_default(), &mut parsed.names);
        }
    }
    parsed.index_children();
}

/// The word that the network sees: an acronym that reads like a word of grammar ("IS fighters", "the WHO") is shown as
/// another acronym, since small letters are all that the network knows a word by. Doubled quotation marks are one.
fn stand_in(word: &str, shouted: bool) -> &str {
    match word {
        "IS" | "WHO" | "IT" if !shouted => "NATO",
        "US" if !shouted => "U.S.",
        "\"\"" | "\"\"\"" => "\"",
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_no_words_of_grammar() {
        let reader = crate::Reader::new(crate::Lexicon::built_in());
        let parsed = reader.parse("Witnesses said that IS fighters had shelled the village.");
        let of = |word: &str| (0..parsed.tokens.len() as u32).find(|t| parsed.word(*t) == word).unwrap();
        assert_eq!(parsed[of("IS")].upos, Upos::Propn);
        assert_eq!(parsed.doer(of("shelled")), Some(of("fighters")));
    }

    #[test]
    fn weights_are_whole() {
        assert!(super::network().is_some());
    }
}
