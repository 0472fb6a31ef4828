//! A document's words as numbers, and how rare each is: what says best whether two reports tell one story.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A word, case and inflection set aside, as a number that is the same on every machine.
pub(super) type Word = u64;

/// Words of English that say nothing about what a text is about, and those with which news tells who says so.
const EMPTY: &str = "a about above after again against ago all almost also although am amid among an and another any are as \
    at be became because been before being between both but by came can cannot could day days did do does doing down \
    during each either even ever every few first for from further get go got had has have having he her here hers \
    herself him himself his how however if in into is it its itself just last least less like made make many may me \
    meanwhile might more most much must my near nearly neither never new no nor not now of off on once one only or \
    other others our ours out over own per put rather same say see seen several shall she should since so some still \
    such take taken than that the their theirs them themselves then there these they this those though three through \
    thus time to today together too toward towards two under until up upon us use very via was way we week weeks well \
    went were what when where whether which while who whom whose why will with within without would year years yesterday \
    yet you your according added announced called confirmed earlier including late later local news official officials \
    people report reported reports said saying says source sources spokesman spokeswoman statement told monday tuesday \
    wednesday thursday friday saturday sunday";

/// The hash FNV-1a of 64 bits (Fowler, Noll and Vo).
pub(super) fn hash(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// The words of a text in their order: runs of letters and digits.
pub(super) fn words(text: &str) -> Vec<Word> {
    let pieces = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|piece| piece.len() > 1 || piece.as_bytes()[..].iter().any(u8::is_ascii_digit));
    pieces.map(word).collect()
}

/// One word as a number.
fn word(piece: &str) -> Word {
    if piece.is_ascii() {
        hash(singular(&piece.to_ascii_lowercase()).bytes())
    } else {
        hash(singular(&any_ascii::any_ascii(piece).to_lowercase()).bytes())
    }
}

/// A word without the `s` of a plural or a third person: the S-stemmer of Harman (1991).
fn singular(word: &str) -> String {
    let ends = |tail: &[&str]| tail.iter().any(|t| word.ends_with(t));
    match word {
        _ if word.len() < 4 => word.to_owned(),
        _ if word.ends_with("ies") && !ends(&["eies", "aies"]) => format!("{}y", &word[..word.len() - 3]),
        _ if word.ends_with("es") && !ends(&["aes", "ees", "oes"]) => word[..word.len() - 1].to_owned(),
        _ if word.ends_with('s') && !ends(&["us", "ss", "is"]) => word[..word.len() - 1].to_owned(),
        _ => word.to_owned(),
    }
}

/// A map by words, which are hashes already.
pub(super) type ByWord<T> = HashMap<Word, T, BuildHasherDefault<Itself>>;

/// Takes a hash for itself.
#[derive(Debug, Default)]
pub(super) struct Itself(u64);

impl Hasher for Itself {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// In how many of some documents each word stands: what makes it rare. Counts of parts of an archive add up to those of the
/// whole, so that its parts can be merged as the whole would be.
#[derive(Clone, Debug, Default)]
pub struct Frequencies {
    documents: u64,
    seen: ByWord<u32>,
}

impl Frequencies {
    /// Of so many documents, and of words with the number of documents that hold them.
    pub fn new(documents: u64, seen: impl IntoIterator<Item = (u64, u32)>) -> Self {
        Self { documents, seen: seen.into_iter().collect() }
    }

    /// Counts the words of one more document, each of them once.
    pub fn add(&mut self, words: &[u64]) {
        self.documents += 1;
        words.iter().for_each(|word| *self.seen.entry(*word).or_default() += 1);
    }

    /// How many documents there are.
    pub fn documents(&self) -> u64 {
        self.documents
    }

    /// In how many documents a word stands.
    pub fn of(&self, word: u64) -> u32 {
        self.seen.get(&word).copied().unwrap_or_default()
    }

    /// The words that stand in any, with in how many; in the order of the numbers that they are.
    pub fn all(&self) -> Vec<(u64, u32)> {
        let mut all: Vec<(u64, u32)> = self.seen.iter().map(|(word, seen)| (*word, *seen)).collect();
        all.sort_unstable();
        all
    }
}

/// The words of a text, each once, as merging knows them: numbers that are the same on every machine, in their order.
pub fn distinct_words(text: &str) -> Vec<u64> {
    distinct(&words(text))
}

/// Each of some words once, in the order of the numbers that they are.
pub(super) fn distinct(words: &[Word]) -> Vec<Word> {
    let mut distinct = words.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    distinct
}

/// How rare words are among some documents.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// Of a word that none of them holds.
    unseen: f32,
    rarity: ByWord<f32>,
}

/// As many documents as are taken to have been seen before, none of which held the words that matter: else a word that all
/// reports of a small folder share would count as common, though it is what they are about.
const PRIOR: f32 = 200.0;

impl Vocabulary {
    /// The words of some documents, by how many of them hold each.
    pub(super) fn new(counted: Frequencies) -> Self {
        let Frequencies { documents, seen } = counted;
        #[expect(clippy::cast_precision_loss, reason = "counts of documents")]
        let rarity = |seen: u32| ((documents as f32 + PRIOR) / (seen as f32 + 1.0)).ln();
        let mut all: ByWord<f32> = seen.into_iter().map(|(word, seen)| (word, rarity(seen))).collect();
        all.extend(EMPTY.split_whitespace().map(|empty| (word(empty), 0.0)));
        Self { unseen: rarity(0), rarity: all }
    }

    /// The inverse document frequency (Spärck Jones 1972); 0 for words that say nothing.
    pub(super) fn rarity(&self, word: Word) -> f32 {
        self.rarity.get(&word).copied().unwrap_or(self.unseen)
    }

    /// The words of a text with their weights, as a vector of length 1.
    pub(super) fn vector(&self, words: &[Word]) -> Vector {
        let mut sorted = words.to_vec();
        sorted.sort_unstable();
        let mut weights: Vec<(Word, f32)> = sorted
            .chunk_by(|a, b| a == b)
            .map(|same| {
                #[expect(clippy::cast_precision_loss, reason = "counts of words")]
                let count = same.len() as f32;
                (same[0], (1.0 + count.ln()) * self.rarity(same[0]))
            })
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        let length = weights.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
        weights.iter_mut().for_each(|(_, w)| *w /= length);
        Vector(weights)
    }
}

/// Words with weights, sorted by word.
#[derive(Clone, Debug, Default)]
pub(super) struct Vector(Vec<(Word, f32)>);

impl Vector {
    /// The cosine of the angle between two vectors: 1 where they hold the same words, 0 where they share none.
    pub(super) fn cosine(&self, other: &Self) -> f32 {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut sum = 0.0;
        while let (Some((x, p)), Some((y, q))) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    sum += p * q;
                    a.next();
                    b.next();
                }
            }
        }
        sum
    }

    /// The `count` words of most weight.
    pub(super) fn heaviest(&self, count: usize) -> Vec<Word> {
        let mut all: Vec<&(Word, f32)> = self.0.iter().collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all.iter().take(count).map(|(word, _)| *word).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_without_case_accent_and_plural() {
        assert_eq!(words("In Sévaré, soldiers"), words("IN SEVARE SOLDIER"));
        assert_ne!(words("buses"), words("business"));
        assert_eq!(words("- 7 a"), words("7"));
    }

    #[test]
    fn rare_words_make_texts_alike() {
        let texts = ["Gunmen raided Toro village", "Gunmen raided Sefa village", "The minister visited Toro village"];
        let texts: Vec<Vec<Word>> = texts.iter().map(|t| words(t)).collect();
        let mut frequencies = Frequencies::default();
        texts.iter().for_each(|words| frequencies.add(&distinct(words)));
        let vocabulary = Vocabulary::new(frequencies);
        let vector = |text: &str| vocabulary.vector(&words(text));
        assert!(vocabulary.rarity(words("sefa")[0]) > vocabulary.rarity(words("toro")[0]));
        assert!((vector("Toro raid").cosine(&vector("Toro raid")) - 1.0).abs() < 1e-5);
        assert!(vector("the of").cosine(&vector("the of")).abs() < 1e-5);
        assert_eq!(vector("Sefa, said gunmen").heaviest(1), words("sefa"));
    }
}
