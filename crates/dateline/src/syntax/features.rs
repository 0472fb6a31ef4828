//! What the networks see of a word: the word itself, its beginning and end, its shape; each as a hash.

/// How a sentence is capitalised. Where capitals say nothing about a word, its shape must not either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// As in running text: capitals mark names and beginnings.
    Mixed,
    /// All capitals, as in teletype stories.
    Upper,
    /// Most Words Capitalised, as in headlines.
    Title,
}

impl Case {
    /// The case of a sentence.
    pub fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let (mut upper, mut lower) = (0u32, 0u32);
        let (mut capitalised, mut long) = (0u32, 0u32);
        for word in words {
            let mut letters = 0;
            for c in word.chars() {
                letters += u32::from(c.is_alphabetic());
                upper += u32::from(c.is_uppercase());
                lower += u32::from(c.is_lowercase());
            }
            if letters >= 4 {
                long += 1;
                capitalised += u32::from(word.starts_with(char::is_uppercase));
            }
        }
        if upper >= 4 && lower * 6 <= upper {
            Self::Upper
        } else if long >= 3 && capitalised * 10 >= long * 8 {
            Self::Title
        } else {
            Self::Mixed
        }
    }
}

/// Kinds of features, the first bits of their hashes.
#[derive(Clone, Copy)]
enum Kind {
    Word,
    Prefix,
    Suffix,
    Shape,
    Source,
}

/// The longest prefix and suffix that is a feature, in letters.
const PREFIX: usize = 4;
const SUFFIX: usize = 5;

/// Computes the features of words; keeps its buffers.
#[derive(Debug, Default)]
pub struct Extractor {
    lower: String,
    shape: String,
}

impl Extractor {
    /// Puts the features of `word` into `out`: the word itself first, its shape last.
    pub fn extract(&mut self, word: &str, case: Case, out: &mut Vec<u32>) {
        out.clear();
        normalise(word, &mut self.lower);
        let lower = self.lower.as_str();
        out.push(hash(Kind::Word, lower.as_bytes()));
        let mut ends = lower.char_indices().skip(1).map(|(at, _)| at);
        for length in 1..=PREFIX {
            let Some(end) = ends.next() else { break };
            if length >= 2 {
                out.push(hash(Kind::Prefix, &lower.as_bytes()[..end]));
            }
        }
        for (start, _) in lower.char_indices().rev().take(SUFFIX) {
            if start > 0 {
                out.push(hash(Kind::Suffix, &lower.as_bytes()[start..]));
            }
        }
        shape(word, case, &mut self.shape);
        out.push(hash(Kind::Shape, self.shape.as_bytes()));
    }
}

/// The feature of every word that is read as the corpus of choice would annotate it.
pub const SOURCE: u32 = source(0);

/// The feature of the words of a corpus, since corpora differ on what a name is; the corpus of choice is number 0.
pub const fn source(corpus: u8) -> u32 {
    hash(Kind::Source, &[corpus])
}

/// Lower case, figures as 0, quotes and dashes as on a typewriter.
pub fn normalise(word: &str, out: &mut String) {
    out.clear();
    for c in word.chars() {
        match c {
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            '0'..='9' => out.push('0'),
            '’' | '‘' | '`' | '´' => out.push('\''),
            ' '..='~' => out.push(c),
            '“' | '”' | '„' | '«' | '»' => out.push('"'),
            '–' => out.push('-'),
            '—' | '―' => out.push_str("--"),
            '…' => out.push_str("..."),
            _ => out.extend(c.to_lowercase()),
        }
    }
}

/// `Xx` for `Bamako`, `X` for `FMLN`, `d,d` for `1,200`; letters are all alike where case says nothing.
fn shape(word: &str, case: Case, out: &mut String) {
    out.clear();
    out.push(match case {
        Case::Mixed => 'm',
        Case::Upper => 'u',
        Case::Title => 't',
    });
    let mut last = '\0';
    let mut kinds = 0;
    for c in word.chars() {
        let kind = match c {
            _ if c.is_numeric() => 'd',
            _ if case == Case::Upper && c.is_alphabetic() => 'a',
            _ if c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'x',
            _ if c.is_ascii() => c,
            _ => '*',
        };
        if kind != last {
            out.push(kind);
            kinds += 1;
            if kinds == 6 {
                break;
            }
        }
        last = kind;
    }
    // A lone capital is an initial or a pronoun, not an acronym.
    if word.len() == 1 {
        out.push('1');
    }
}

/// FNV-1a with a last mix, so that all bits count.
const fn hash(kind: Kind, text: &[u8]) -> u32 {
    let mut hash = 0x811c_9dc5_u32 ^ (kind as u32 + 1).wrapping_mul(0x9e37_79b9);
    let mut at = 0;
    while at < text.len() {
        hash = (hash ^ text[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash ^= hash >> 15;
    hash = hash.wrapping_mul(0x2c1b_3c6d);
    hash ^ hash >> 13
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_of_sentences() {
        let case = |text: &str| Case::of(text.split(' '));
        assert_eq!(case("The army took Kidal on Monday ."), Case::Mixed);
        assert_eq!(case("THE ARMY TOOK KIDAL ON MONDAY ."), Case::Upper);
        assert_eq!(case("Army Takes Kidal in Second Day of Fighting"), Case::Title);
        assert_eq!(case("He left ."), Case::Mixed);
    }

    #[test]
    fn case_says_nothing_in_capitals() {
        let mut extractor = Extractor::default();
        let (mut a, mut b) = (Vec::new(), Vec::new());
        extractor.extract("KIDAL", Case::Upper, &mut a);
        extractor.extract("Kidal", Case::Upper, &mut b);
        assert_eq!(a, b);
        extractor.extract("Kidal", Case::Mixed, &mut b);
        assert_eq!(a[..a.len() - 1], b[..b.len() - 1]);
        assert_ne!(a, b);
    }
}
