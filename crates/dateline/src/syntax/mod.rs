//! Tags, lemmas and trees.

mod clause;
pub mod conllu;
pub mod features;
pub mod lemma;
mod linear;
mod lost_verbs;
pub mod math;
pub mod network;
mod repair;
pub mod store;
mod token;
pub mod transition;

use std::sync::OnceLock;

use network::{Network, Scratch};

pub use repair::repair;
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

/// Fills tags, lemmas, features and heads of segmented words.
pub fn annotate(parsed: &mut Parsed<'_>) {
    if let Some(network) = network() {
        annotate_with(network, parsed);
    }
    parsed.index_children();
}

/// As [`annotate`], with weights of one's own.
pub fn annotate_with(network: &Network, parsed: &mut Parsed<'_>) {
    let mut scratch = Scratch::default();
    let mut lower = String::new();
    let text = parsed.text;
    for sentence in &parsed.sentences {
        let range = sentence.tokens.start as usize..sentence.tokens.end as usize;
        let tokens = &mut parsed.tokens[range];
        let shouted = features::Case::of(tokens.iter().map(|t| t.span.of(text))) == features::Case::Upper;
        network.run(tokens.iter().map(|t| stand_in(t.span.of(text), shouted)), &[], &mut scratch);
        for (i, token) in tokens.iter_mut().enumerate() {
            if let Some((upos, feats)) = scratch.tags.get(i) {
                (token.upos, token.feats) = (*upos, *feats);
                if let Some(lemmas) = network.lemmas() {
                    token.lemma = lemmas.lemma(token.span.of(text), *upos, *feats, &mut lower);
                }
            }
            if let (Some(head), Some(deprel)) = (scratch.heads.get(i), scratch.deprels.get(i)) {
                let governed = *deprel != Deprel::Root;
                token.head = governed.then_some(sentence.tokens.start + head);
                token.deprel = *deprel;
            }
        }
    }
    parsed.index_children();
}

/// The word that the network sees: an acronym that reads like a word of grammar ("IS fighters", "the WHO") is shown as
/// another acronym, since small letters are all that the network knows a word by.
fn stand_in(word: &str, shouted: bool) -> &str {
    match word {
        "IS" | "WHO" | "IT" if !shouted => "NATO",
        "US" if !shouted => "U.S.",
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
