//! Sentences in the style of news agencies and headlines, made of those of the treebanks, which are web text and speech for
//! the most part: articles left out ("police used tear gas"), auxiliaries of the passive left out ("five killed in blast"),
//! verbs of news in the place of other verbs.

use dateline::Lexicon;
use dateline::syntax::{Deprel, Feats, Upos};

use crate::corpus::Sentence;
use crate::random::Random;

/// How a sentence is put into agency style.
pub(crate) struct Wire {
    /// Past forms of regular verbs that the lexicon knows.
    pasts: Vec<String>,
}

/// Share of the sentences that lose articles, of these that lose the auxiliaries of the passive too, and of the verbs in the
/// past that give way to another.
const CLIPPED: f32 = 0.15;
const HEADLINES: f32 = 0.35;
const VERBS: f32 = 0.2;

impl Wire {
    pub(crate) fn of(lexicon: &Lexicon) -> Self {
        Self { pasts: lexicon.verbs.regular().iter().filter_map(|base| past(base)).collect() }
    }

    /// The sentence as it goes into one pass of training.
    pub(crate) fn restyle(&self, sentence: &Sentence, random: &mut Random) -> Sentence {
        let mut out = if random.unit() < CLIPPED {
            let headline = random.unit() < HEADLINES;
            clip(sentence, |i| {
                is_article(sentence, i) || headline && sentence.deprels[i] == Deprel::AuxPass && !is_alone(sentence, i)
            })
        } else {
            sentence.clone()
        };
        for (word, (upos, feats)) in out.words.iter_mut().zip(&out.tags) {
            let past = *upos == Upos::Verb && feats.has(Feats::TENSE_PAST) && word.ends_with("ed");
            if past && random.unit() < VERBS && word.chars().all(char::is_lowercase) {
                word.clone_from(&self.pasts[random.below(self.pasts.len())]);
            }
        }
        out
    }
}

fn is_article(sentence: &Sentence, word: usize) -> bool {
    sentence.deprels[word] == Deprel::Det
        && matches!(sentence.words[word].to_lowercase().as_str(), "the" | "a" | "an")
        && sentence.heads[word] as usize > word
}

/// Whether leaving a passive's auxiliary out would leave nothing of the verb's tense to be told: "is being built".
fn is_alone(sentence: &Sentence, word: usize) -> bool {
    let verb = sentence.heads[word];
    sentence.heads.iter().zip(&sentence.deprels).any(|(head, deprel)| *head == verb && *deprel == Deprel::Aux)
}

/// The sentence without some words that nothing hangs on.
fn clip(sentence: &Sentence, left_out: impl Fn(usize) -> bool) -> Sentence {
    let count = sentence.words.len();
    let mut governs = vec![false; count + 1];
    sentence.heads.iter().for_each(|head| governs[*head as usize] = true);
    let kept: Vec<usize> = (0..count).filter(|i| governs[*i] || !left_out(*i)).collect();
    let mut place = vec![kept.len() as u32; count + 1];
    for (new, old) in kept.iter().enumerate() {
        place[*old] = new as u32;
    }
    let mut words: Vec<String> = kept.iter().map(|i| sentence.words[*i].clone()).collect();
    // Who begins the sentence now has its capital.
    if let (Some(first), Some(word)) = (kept.first(), words.first_mut())
        && *first > 0
        && sentence.words[0].starts_with(char::is_uppercase)
    {
        let mut chars = word.chars();
        *word = chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect());
    }
    Sentence {
        words,
        tags: kept.iter().map(|i| sentence.tags[*i]).collect(),
        lemmas: kept.iter().map(|i| sentence.lemmas[*i].clone()).collect(),
        heads: kept.iter().map(|i| place[sentence.heads[*i] as usize]).collect(),
        deprels: kept.iter().map(|i| sentence.deprels[*i]).collect(),
        names: Vec::new(),
        corpus: sentence.corpus,
        genre: sentence.genre.clone(),
    }
}

/// The past form of a regular verb; none where the spelling does not tell whether its last letter doubles.
fn past(base: &str) -> Option<String> {
    /// Verbs whose past is their base form.
    const SAME: &[&str] = &[
        "bet",
        "broadcast",
        "burst",
        "cast",
        "cost",
        "cut",
        "forecast",
        "hit",
        "hurt",
        "let",
        "put",
        "quit",
        "rid",
        "set",
        "shed",
        "shut",
        "split",
        "spread",
        "thrust",
    ];
    if !base.bytes().all(|b| b.is_ascii_lowercase()) || SAME.contains(&base) {
        return None;
    }
    let vowel = |b: u8| b"aeiou".contains(&b);
    match base.as_bytes() {
        [.., b'e'] => Some(format!("{base}d")),
        [.., before, b'y'] if !vowel(*before) => Some(format!("{}ied", &base[..base.len() - 1])),
        [.., one, two, last] if !vowel(*one) && vowel(*two) && !vowel(*last) && !b"wxy".contains(last) => {
            (base.len() <= 4).then(|| format!("{base}{}ed", *last as char))
        }
        [_, _, _, ..] => Some(format!("{base}ed")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_verbs_have_a_past() {
        for (base, expected) in [
            ("shell", Some("shelled")),
            ("seize", Some("seized")),
            ("carry", Some("carried")),
            ("deploy", Some("deployed")),
            ("ban", Some("banned")),
            ("raid", Some("raided")),
            ("visit", None),
            ("hit", None),
        ] {
            assert_eq!(past(base).as_deref(), expected, "{base}");
        }
    }

    #[test]
    fn what_is_left_out_leaves_a_tree() {
        let deprels = [Deprel::Det, Deprel::NsubjPass, Deprel::AuxPass, Deprel::Root, Deprel::Punct];
        let sentence = Sentence {
            words: ["The", "town", "was", "shelled", "."].map(str::to_owned).to_vec(),
            tags: vec![(Upos::X, Feats::default()); 5],
            lemmas: vec![String::new(); 5],
            heads: vec![1, 3, 3, 5, 3],
            deprels: deprels.to_vec(),
            ..Sentence::default()
        };
        let clipped = clip(&sentence, |i| is_article(&sentence, i) || sentence.deprels[i] == Deprel::AuxPass);
        assert_eq!(clipped.words, ["Town", "shelled", "."]);
        assert_eq!(clipped.heads, [1, 3, 1]);
    }
}
