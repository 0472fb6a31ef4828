//! Copies of one text: ten papers that print one agency's story are one source.
//!
//! Shingles of words are hashed and one in four kept, whatever the text's length (the fixed-rate relative of Broder's
//! MinHash of 1997, as Irber et al. 2022 use it), for then the share of a short text that a long one holds can be told
//! from the samples, and a trimmed copy is found too. Candidates are checked on all their shingles.

use std::collections::HashMap;

use super::words::Word;

/// Words in a shingle.
const SHINGLE: usize = 4;
/// One in so many shingles serves to find candidates.
const RATE: u64 = 4;
/// The share of the shorter text's shingles that the longer must hold.
const SHARE: f64 = 0.5;
/// The same where no more than [`FEW`] shingles are shared: two reports of a sentence each may use the same words.
const SHARE_OF_FEW: f64 = 0.75;
const FEW: usize = 32;
/// A shingle that many texts hold is looked up in the first of them only: copies of one text all hold it.
const MOST: usize = 40;

/// All runs of [`SHINGLE`] words in a text, hashed, sorted.
#[derive(Clone, Debug, Default)]
pub(super) struct Shingles(Vec<u64>);

impl Shingles {
    /// Of the words of a text; a text that is shorter than a shingle is one shingle.
    pub(super) fn new(words: &[Word]) -> Self {
        let of =
            |run: &[Word]| run.iter().fold(0u64, |h, w| (h.rotate_left(17) ^ w).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut all: Vec<u64> =
            if words.len() < SHINGLE { vec![of(words)] } else { words.windows(SHINGLE).map(of).collect() };
        all.sort_unstable();
        all.dedup();
        Self(all)
    }

    fn sample(&self) -> impl Iterator<Item = u64> + '_ {
        let few = self.0.len() < 4 * RATE as usize;
        self.0.iter().copied().filter(move |s| few || s.is_multiple_of(RATE))
    }

    /// Whether one text is a copy of the other, or of a part of it.
    fn is_copy_of(&self, other: &Self) -> bool {
        let (short, long) = if self.0.len() <= other.0.len() { (self, other) } else { (other, self) };
        let mut rest = long.0.as_slice();
        let shared = short.0.iter().filter(|s| {
            rest = &rest[rest.partition_point(|r| r < *s)..];
            rest.first() == Some(*s)
        });
        let shared = shared.count();
        let least = if shared > FEW { SHARE } else { SHARE_OF_FEW };
        #[expect(clippy::cast_precision_loss, reason = "counts of words")]
        let is_copy = shared as f64 >= least * short.0.len() as f64;
        is_copy
    }
}

/// For each text the first text of its family: copies of copies are one family.
pub(super) fn families(texts: &[&Shingles]) -> Vec<usize> {
    let mut family: Vec<usize> = (0..texts.len()).collect();
    let mut holders: Vec<(u64, u32)> = Vec::with_capacity(texts.iter().map(|text| text.sample().count()).sum());
    for (own, text) in texts.iter().enumerate() {
        holders.extend(text.sample().map(|shingle| (shingle, own as u32)));
    }
    holders.sort_unstable();
    for (own, text) in texts.iter().enumerate() {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        let mut sampled = 0;
        for shingle in text.sample() {
            sampled += 1;
            let first = holders.partition_point(|holder| *holder < (shingle, 0));
            let own = own as u32;
            let earlier = holders[first..].iter().take(MOST).take_while(|(s, other)| *s == shingle && *other < own);
            earlier.for_each(|(_, other)| *shared.entry(*other as usize).or_default() += 1);
        }
        let mut candidates: Vec<(usize, usize)> = shared.into_iter().filter(|(_, n)| *n > 1 || sampled < 8).collect();
        candidates.sort_unstable();
        for (other, _) in candidates {
            let (a, b) = (root(&family, own), root(&family, other));
            if a != b && text.is_copy_of(texts[other]) {
                family[a.max(b)] = a.min(b);
            }
        }
    }
    (0..texts.len()).map(|text| root(&family, text)).collect()
}

fn root(family: &[usize], mut text: usize) -> usize {
    while family[text] != text {
        text = family[text];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn check(texts: &[&str], expected: &[usize]) {
        let shingles: Vec<Shingles> = texts.iter().map(|t| Shingles::new(&words(t))).collect();
        assert_eq!(families(&shingles.iter().collect::<Vec<_>>()), expected);
    }

    const STORY: &str = "Gunmen on motorcycles raided the village of Toro before dawn on Monday, residents said. They burned \
        a granary and drove off cattle. The army sent a patrol from the garrison town, which found nobody. The district \
        head asked for a permanent post, as he had after the raid in March.";

    #[test]
    fn copies_are_found_trimmed_edited_and_with_a_byline() {
        let trimmed = &STORY[..STORY.find(" The district").unwrap()];
        let edited =
            format!("By our correspondent\n{}", STORY.replace("Monday", "Monday morning").replace("army", "military"));
        let other =
            "The district head said on Tuesday that the village of Toro would get a permanent post of the army.";
        check(&[STORY, other, trimmed, &edited, STORY], &[0, 1, 0, 0, 0]);
    }

    #[test]
    fn texts_without_words_are_one_text() {
        check(&["", "", "Short.", "Short!", "Other."], &[0, 0, 2, 2, 4]);
    }
}
