//! Words, sentences and trees: what the layers above read.

use std::ops::Range;

use crate::reading::SentenceKind;
use crate::span::Span;

/// A document's words with tags, trees and names. One value owns them; tokens are named by their index in the document.
#[derive(Debug, Default)]
pub struct Parsed<'t> {
    /// The document's text.
    pub text: &'t str,
    /// Sentences in reading order; together they hold every token.
    pub sentences: Vec<Sentence>,
    /// Words in the manner of UD: clitics are words of their own.
    pub tokens: Vec<Token>,
    /// Named entities, in order, none inside another.
    pub names: Vec<Name>,
    /// For each token, the range of its dependents in `dependents`.
    children: Vec<Range<u32>>,
    dependents: Vec<u32>,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its words and the blanks between, without blanks around.
    pub span: Span,
    /// Its tokens, as indices into [`Parsed::tokens`].
    pub tokens: Range<u32>,
    /// What part it plays on the page.
    pub kind: SentenceKind,
}

/// One word in the manner of UD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its characters in the text.
    pub span: Span,
    /// Lower-case base form, upper-case first letter for proper nouns.
    pub lemma: Box<str>,
    /// Universal part of speech.
    pub upos: Upos,
    /// Morphological features.
    pub feats: Feats,
    /// The governor's index in the document; none for the sentence's root.
    pub head: Option<u32>,
    /// How it depends on its governor.
    pub deprel: Deprel,
}

/// A named entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its tokens, as indices into [`Parsed::tokens`].
    pub tokens: Range<u32>,
    /// Person, organisation or location.
    pub kind: NameKind,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// PER
    Person,
    /// ORG
    Organisation,
    /// LOC
    Location,
}

/// A label set with its CoNLL-U spelling.
macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $label:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[expect(missing_docs, reason = "the labels are UD's own")]
        pub enum $name { $($variant),+ }

        impl $name {
            /// Every label.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// CoNLL-U spelling.
            pub fn label(self) -> &'static str {
                const LABELS: &[&str] = &[$($label),+];
                LABELS[self as usize]
            }

            /// The label of a CoNLL-U spelling, if UD has it.
            pub fn parse(label: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|l| l.label() == label)
            }
        }
    };
}

labels!(
    /// Universal parts of speech <https://universaldependencies.org/u/pos/>.
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ", Noun = "NOUN",
        Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT", Sconj = "SCONJ", Sym = "SYM",
        Verb = "VERB", X = "X",
    }
);

labels!(
    /// Universal relations with the subtypes that English uses <https://universaldependencies.org/en/dep/>.
    Deprel {
        Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl", Advmod = "advmod",
        Amod = "amod", Appos = "appos", Aux = "aux", AuxPass = "aux:pass", Case = "case", Cc = "cc",
        CcPreconj = "cc:preconj", Ccomp = "ccomp", Compound = "compound", CompoundPrt = "compound:prt", Conj = "conj",
        Cop = "cop", Csubj = "csubj", CsubjOuter = "csubj:outer", CsubjPass = "csubj:pass", Dep = "dep", Det = "det",
        DetPredet = "det:predet", Discourse = "discourse", Dislocated = "dislocated", Expl = "expl", Fixed = "fixed",
        Flat = "flat", Goeswith = "goeswith", Iobj = "iobj", List = "list", Mark = "mark", Nmod = "nmod",
        NmodDesc = "nmod:desc", NmodPoss = "nmod:poss", NmodUnmarked = "nmod:unmarked", Nsubj = "nsubj",
        NsubjOuter = "nsubj:outer", NsubjPass = "nsubj:pass", Nummod = "nummod", Obj = "obj", Obl = "obl",
        OblAgent = "obl:agent", OblUnmarked = "obl:unmarked", Orphan = "orphan", Parataxis = "parataxis",
        Punct = "punct", Reparandum = "reparandum", Root = "root", Vocative = "vocative", Xcomp = "xcomp",
    }
);

impl Deprel {
    /// Whether it is a subject of any kind but a clause.
    pub fn is_subject(self) -> bool {
        matches!(self, Self::Nsubj | Self::NsubjPass | Self::NsubjOuter)
    }

    /// Whether it is a nominal with or without preposition that modifies a noun or a verb.
    pub fn is_modifier(self) -> bool {
        matches!(
            self,
            Self::Nmod | Self::NmodUnmarked | Self::NmodDesc | Self::Obl | Self::OblAgent | Self::OblUnmarked
        )
    }
}

macro_rules! feats {
    ($($constant:ident = $label:literal),+ $(,)?) => {
        /// A set of morphological features <https://universaldependencies.org/u/feat/>, one bit a value.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct Feats(pub u64);

        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "positions of the bits below, named alike")]
        #[repr(u8)]
        enum Bit { $($constant),+ }

        #[expect(missing_docs, reason = "the features are UD's own")]
        impl Feats {
            $(pub const $constant: Self = Self(1 << Bit::$constant as u8);)+
            const LABELS: &'static [&'static str] = &[$($label),+];
        }
    };
}

// In CoNLL-U's order: by feature name without regard to case, then by value.
feats!(
    ABBR = "Abbr=Yes",
    CASE_ACC = "Case=Acc",
    CASE_GEN = "Case=Gen",
    CASE_NOM = "Case=Nom",
    DEFINITE_DEF = "Definite=Def",
    DEFINITE_IND = "Definite=Ind",
    DEGREE_CMP = "Degree=Cmp",
    DEGREE_POS = "Degree=Pos",
    DEGREE_SUP = "Degree=Sup",
    EXTPOS_ADP = "ExtPos=ADP",
    EXTPOS_ADV = "ExtPos=ADV",
    EXTPOS_CCONJ = "ExtPos=CCONJ",
    EXTPOS_PRON = "ExtPos=PRON",
    EXTPOS_PROPN = "ExtPos=PROPN",
    EXTPOS_SCONJ = "ExtPos=SCONJ",
    FOREIGN = "Foreign=Yes",
    GENDER_FEM = "Gender=Fem",
    GENDER_MASC = "Gender=Masc",
    GENDER_NEUT = "Gender=Neut",
    MOOD_IMP = "Mood=Imp",
    MOOD_IND = "Mood=Ind",
    MOOD_SUB = "Mood=Sub",
    NUMBER_PLUR = "Number=Plur",
    NUMBER_PTAN = "Number=Ptan",
    NUMBER_SING = "Number=Sing",
    NUMFORM_COMBI = "NumForm=Combi",
    NUMFORM_DIGIT = "NumForm=Digit",
    NUMFORM_ROMAN = "NumForm=Roman",
    NUMFORM_WORD = "NumForm=Word",
    NUMTYPE_CARD = "NumType=Card",
    NUMTYPE_FRAC = "NumType=Frac",
    NUMTYPE_MULT = "NumType=Mult",
    NUMTYPE_ORD = "NumType=Ord",
    PERSON_1 = "Person=1",
    PERSON_2 = "Person=2",
    PERSON_3 = "Person=3",
    POLARITY_NEG = "Polarity=Neg",
    POLARITY_POS = "Polarity=Pos",
    POSS = "Poss=Yes",
    PRONTYPE_ART = "PronType=Art",
    PRONTYPE_DEM = "PronType=Dem",
    PRONTYPE_EMP = "PronType=Emp",
    PRONTYPE_IND = "PronType=Ind",
    PRONTYPE_INT = "PronType=Int",
    PRONTYPE_NEG = "PronType=Neg",
    PRONTYPE_PRS = "PronType=Prs",
    PRONTYPE_RCP = "PronType=Rcp",
    PRONTYPE_REL = "PronType=Rel",
    PRONTYPE_TOT = "PronType=Tot",
    REFLEX = "Reflex=Yes",
    TENSE_PAST = "Tense=Past",
    TENSE_PRES = "Tense=Pres",
    TYPO = "Typo=Yes",
    VERBFORM_FIN = "VerbForm=Fin",
    VERBFORM_GER = "VerbForm=Ger",
    VERBFORM_INF = "VerbForm=Inf",
    VERBFORM_PART = "VerbForm=Part",
    VOICE_PASS = "Voice=Pass",
);

impl Feats {
    /// Whether every feature of `other` is here.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set of a FEATS column; what is not known here is left out.
    pub fn parse(column: &str) -> Self {
        let mut set = Self::default();
        for feature in column.split('|') {
            if let Some(bit) = Self::LABELS.iter().position(|l| *l == feature) {
                set.0 |= 1 << bit;
            }
        }
        set
    }
}

impl std::fmt::Display for Feats {
    /// The FEATS column: `_` where the set is empty.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0 == 0 {
            return f.write_str("_");
        }
        let mut previous: Option<&str> = None;
        for (bit, label) in Self::LABELS.iter().enumerate() {
            if self.0 >> bit & 1 == 0 {
                continue;
            }
            let (feature, value) = label.split_once('=').unwrap_or((label, ""));
            match previous {
                Some(last) if last == feature => write!(f, ",{value}")?,
                Some(_) => write!(f, "|{label}")?,
                None => f.write_str(label)?,
            }
            previous = Some(feature);
        }
        Ok(())
    }
}

impl<'t> Parsed<'t> {
    /// A text whose words are not known yet.
    pub fn new(text: &'t str) -> Self {
        Self { text, ..Self::default() }
    }
}

impl Parsed<'_> {
    /// Builds the lists behind [`Parsed::children`]. Call it whenever heads have changed.
    pub fn index_children(&mut self) {
        let count = self.tokens.len();
        self.children.clear();
        self.children.resize(count, 0..0);
        self.dependents.clear();
        self.dependents.resize(self.tokens.iter().filter(|t| t.head.is_some()).count(), 0);
        self.index_range(0..count, 0);
    }

    /// The same for the one sentence that a token stands in, where heads have changed in it alone and as many of its tokens
    /// have one as before.
    pub fn index_sentence(&mut self, token: u32) {
        let sentence = self.sentence(token).tokens.clone();
        let sentence = sentence.start as usize..sentence.end as usize;
        let first = self.children[sentence.clone()].iter().map(|c| c.start).min().unwrap_or(0);
        self.index_range(sentence, first);
    }

    /// Lists the dependents of some tokens that no other token governs, from place `first` of `dependents` on.
    fn index_range(&mut self, tokens: Range<usize>, first: u32) {
        // First how many each has, in the end of its range; then where it begins; then each dependent, which moves the end.
        self.children[tokens.clone()].fill(0..0);
        for token in tokens.clone() {
            if let Some(head) = self.tokens[token].head {
                self.children[head as usize].end += 1;
            }
        }
        let mut start = first;
        for range in &mut self.children[tokens.clone()] {
            let count = range.end;
            *range = start..start;
            start += count;
        }
        for token in tokens {
            if let Some(head) = self.tokens[token].head {
                let range = &mut self.children[head as usize];
                self.dependents[range.end as usize] = token as u32;
                range.end += 1;
            }
        }
    }

    /// The dependents of a token, left to right.
    pub fn children(&self, token: u32) -> impl DoubleEndedIterator<Item = u32> + Clone + '_ {
        let range = self.children[token as usize].clone();
        self.dependents[range.start as usize..range.end as usize].iter().copied()
    }

    /// The first dependent that stands in the given relation.
    pub fn child(&self, token: u32, deprel: Deprel) -> Option<u32> {
        self.children(token).find(|c| self[*c].deprel == deprel)
    }

    /// The characters of a token.
    pub fn word(&self, token: u32) -> &str {
        self[token].span.of(self.text)
    }

    /// Whether a token's characters are one of some words, whatever its case: agencies once wrote in capitals.
    pub fn is_one_of(&self, token: u32, words: &[&str]) -> bool {
        let word = self.word(token);
        words.iter().any(|w| word.eq_ignore_ascii_case(w))
    }

    /// The sentence that a token stands in.
    pub fn sentence(&self, token: u32) -> &Sentence {
        &self.sentences[self.sentence_index(token)]
    }

    /// The index of the sentence that a token stands in.
    pub fn sentence_index(&self, token: u32) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token)
    }

    /// From the leftmost to the rightmost token of the tree below `token`, itself included.
    pub fn subtree(&self, token: u32) -> Range<u32> {
        let (mut low, mut high) = (token, token);
        let mut stack = vec![token];
        while let Some(next) = stack.pop() {
            low = low.min(next);
            high = high.max(next);
            stack.extend(self.children(next));
        }
        low..high + 1
    }

    /// The characters from the first to the last of some tokens.
    pub fn span(&self, tokens: &Range<u32>) -> Span {
        debug_assert!(!tokens.is_empty());
        Span { start: self[tokens.start].span.start, end: self[tokens.end - 1].span.end }
    }

    /// The word within some characters that the others there hang on; none where they hold no whole word.
    pub fn head_of(&self, span: Span) -> Option<u32> {
        let first = self.tokens.partition_point(|t| t.span.start < span.start) as u32;
        let inside = |t: u32| t >= first && self[t].span.end <= span.end;
        let words = (first..self.tokens.len() as u32).take_while(|t| inside(*t));
        words.into_iter().find(|t| self[*t].head.is_none_or(|head| !inside(head)))
    }

    /// Whether `above` governs `token`, directly or not. A token does not govern itself.
    pub fn governs(&self, above: u32, token: u32) -> bool {
        let mut at = token;
        while let Some(head) = self[at].head {
            if head == above {
                return true;
            }
            at = head;
        }
        false
    }
}

impl std::ops::Index<u32> for Parsed<'_> {
    type Output = Token;
    fn index(&self, token: u32) -> &Token {
        &self.tokens[token as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_round_trip() {
        let column = "Case=Nom|Gender=Fem,Masc|Number=Sing|Person=3|PronType=Prs";
        let column_as_listed = "Case=Nom|Gender=Fem|Gender=Masc|Number=Sing|Person=3|PronType=Prs";
        assert_eq!(Feats::parse(column_as_listed).to_string(), column);
        assert_eq!(Feats::parse("_").to_string(), "_");
        assert!(Feats::parse("Tense=Past|VerbForm=Fin").has(Feats::TENSE_PAST));
    }

    #[test]
    fn labels_round_trip() {
        for label in Deprel::ALL {
            assert_eq!(Deprel::parse(label.label()), Some(*label));
        }
        for label in Upos::ALL {
            assert_eq!(Upos::parse(label.label()), Some(*label));
        }
    }
}
