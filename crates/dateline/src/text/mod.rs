//! Sentences and words.

mod abbreviations;
mod language;
mod layout;
mod numerals;
mod sentences;
mod tokens;

use crate::reading::SentenceKind;
use crate::span::Span;
use crate::syntax::{Parsed, Sentence, Token};

pub use language::language;
pub(crate) use numerals::numeral;

/// Cuts a text into sentences and words; tags and trees are the next layer's.
///
/// Every character that is no blank is part of one word; words keep the order of the text and do not overlap.
pub fn segment(text: &str) -> Parsed<'_> {
    let mut parsed = Parsed::new(text);
    let blocks = layout::blocks(text);
    let mut words: Vec<Span> = Vec::new();
    let mut ends: Vec<usize> = Vec::new();
    let mut titled = false;
    for (i, block) in blocks.iter().enumerate() {
        words.clear();
        tokens::words(text, block.start, block.end, &mut words);
        let dateline = sentences::dateline(text, &words);
        if dateline > 0 {
            push(&mut parsed, &words[..dateline], SentenceKind::Dateline);
        }
        let body = &words[dateline..];
        let first = !titled && dateline == 0;
        let mut kind = sentences::kind(text, body, *block, first, i + 1 == blocks.len());
        if dateline > 0 {
            kind = SentenceKind::Body;
        }
        titled |= kind != SentenceKind::Dateline;
        sentences::ends(text, body, &mut ends);
        let mut start = 0;
        for end in &ends {
            push(&mut parsed, &body[start..*end], kind);
            start = *end;
        }
    }
    parsed.index_children();
    parsed
}

fn push(parsed: &mut Parsed<'_>, words: &[Span], kind: SentenceKind) {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
    let start = parsed.tokens.len() as u32;
    for span in words {
        parsed.tokens.push(Token::new(*span, parsed.text));
    }
    let tokens = start..parsed.tokens.len() as u32;
    parsed.sentences.push(Sentence { span: first.join(*last), tokens, kind });
}

#[cfg(test)]
mod tests;
