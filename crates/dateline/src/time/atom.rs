//! Atoms: the pieces that expressions of time are read from.
//!
//! Words are cut where letters, digits, and marks meet, so that `3am`, `25/04/2026`, `two-year`, and `1990s` read alike
//! however the tokens below were cut. Each atom knows its token.

use std::ops::Range;

use crate::lexicon::times::{TimeWords, Word};
use crate::span::Span;
use crate::syntax::Parsed;

/// One run of letters, one run of digits, or one mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Atom<'a> {
    pub span: Span,
    /// The token it is a part of.
    pub token: u32,
    /// No blank stands between it and the atom before.
    pub glued: bool,
    /// First letter is upper case.
    pub capital: bool,
    /// All letters are upper case, and there are several.
    pub shouted: bool,
    pub kind: Kind,
    /// Its characters, ASCII letters in lower case.
    pub text: &'a str,
    /// What the lexicon knows of the word.
    pub word: Word,
}

/// What an atom is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Value (at most 999,999,999; more counts as that) and number of digits.
    Number(u32, u8),
    Word,
    Mark(char),
}

/// A document's atoms, and those of each sentence.
#[derive(Debug)]
pub(crate) struct Atoms<'a> {
    pub all: Vec<Atom<'a>>,
    pub sentences: Vec<Range<usize>>,
}

/// Cuts a document's tokens into atoms. `lower` is its text with ASCII letters in lower case.
pub(crate) fn cut<'a>(parsed: &Parsed<'_>, lower: &'a str, words: &TimeWords) -> Atoms<'a> {
    let mut all = Vec::with_capacity(parsed.tokens.len());
    let mut sentences = Vec::with_capacity(parsed.sentences.len());
    let mut end = 0;
    for sentence in &parsed.sentences {
        let first = all.len();
        for token in sentence.tokens.clone() {
            let span = parsed[token].span;
            let mut at = span.start as usize;
            while at < span.end as usize {
                let next = piece(lower, at, span.end as usize);
                let text = &lower[at..next];
                let original = &parsed.text[at..next];
                let kind = kind(text);
                all.push(Atom {
                    span: Span::new(at, next),
                    token,
                    glued: at == end && at > 0,
                    capital: original.chars().next().is_some_and(char::is_uppercase),
                    shouted: original.len() > 1 && original.chars().all(char::is_uppercase),
                    kind,
                    text,
                    word: if kind == Kind::Word { words.word(text) } else { Word::default() },
                });
                end = next;
                at = next;
            }
        }
        sentences.push(first..all.len());
    }
    Atoms { all, sentences }
}

/// Where the atom that begins at byte `at` ends.
fn piece(text: &str, at: usize, end: usize) -> usize {
    let rest = &text[at..end];
    let Some(first) = rest.chars().next() else {
        return end;
    };
    let same: fn(char) -> bool = if first.is_ascii_digit() {
        |c| c.is_ascii_digit()
    } else if first.is_alphabetic() {
        char::is_alphabetic
    } else {
        return at + first.len_utf8();
    };
    rest.find(|c| !same(c)).map_or(end, |length| at + length)
}

fn kind(text: &str) -> Kind {
    match text.chars().next() {
        Some(c) if c.is_ascii_digit() => {
            let value = text.bytes().fold(0u32, |n, d| (n * 10 + u32::from(d - b'0')).min(99_999_999));
            Kind::Number(value, u8::try_from(text.len()).unwrap_or(u8::MAX))
        }
        Some(c) if c.is_alphabetic() => Kind::Word,
        Some('’' | '‘' | '`') => Kind::Mark('\''),
        Some('–' | '—' | '‑' | '−') => Kind::Mark('-'),
        Some(c) => Kind::Mark(c),
        None => Kind::Mark(' '),
    }
}
