//! Labels: a name and a colon before what somebody says, in headlines ("Minister: talks go on") and transcripts.

use std::collections::HashSet;

use super::speech::Statement;
use super::tree::Trees;
use crate::actor::Actors;
use crate::lexicon::cues::Class;
use crate::reading::SentenceKind;
use crate::span::Span;
use crate::syntax::NameKind;

/// The longest label, in tokens.
const LONGEST: u32 = 8;

/// The words in capitals that stand before a colon at the start of more than one line: the speakers of a transcript.
fn transcript_speakers(text: &str) -> HashSet<&str> {
    let (mut once, mut speakers) = (HashSet::new(), HashSet::new());
    for line in text.lines() {
        let line = line.trim_start().trim_start_matches(['"', '“']);
        let Some((label, _)) = line.split_once(':') else { continue };
        let capitals = label.len() > 2
            && label.len() < 40
            && label.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\'' | '’'));
        if capitals && !once.insert(label) {
            speakers.insert(label);
        }
    }
    speakers
}

/// The statements that labels attribute: in the body up to the paragraph's end, in a headline up to its own.
pub(super) fn statements(trees: &Trees<'_, '_>, actors: &Actors) -> Vec<Statement> {
    let parsed = trees.parsed;
    let speakers = transcript_speakers(parsed.text);
    let mut found = Vec::new();
    for sentence in &parsed.sentences {
        let first = sentence.tokens.start;
        let until = sentence.tokens.end.min(first + LONGEST);
        let Some(colon) = (first + 1..until).find(|t| trees.is_word(*t, ":")) else { continue };
        let quoted = matches!(parsed.word(first), "“" | "\"" | "\"\"" | "\"\"\"");
        let label = first + u32::from(quoted)..colon;
        if label.is_empty() || colon + 2 >= sentence.tokens.end {
            continue;
        }
        let words = parsed.span(&label);
        let at = actors.mentions.partition_point(|m| m.span.start < words.start);
        let mention =
            actors.mentions[at..].iter().take_while(|m| m.span.start == words.start).find(|m| m.span == words);
        let at = parsed.names.partition_point(|n| n.tokens.start < label.start);
        let named = parsed.names.get(at).filter(|n| n.tokens == label && n.kind != NameKind::Location);
        let known = mention.map(|m| m.head).or(named.map(|n| n.tokens.start));
        let in_transcript = || speakers.contains(words.of(parsed.text)).then_some(label.start);
        let Some(head) = known.or_else(in_transcript) else { continue };
        let from = parsed[colon + 1].span.start;
        let end = if sentence.kind == SentenceKind::Headline {
            sentence.span.end
        } else {
            let rest = &parsed.text[from as usize..];
            from + memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len()) as u32
        };
        let content = Span { start: from, end };
        let trimmed = content.of(parsed.text).trim_end().trim_end_matches(['.', '"', '”']);
        if trimmed.is_empty() {
            continue;
        }
        found.push(Statement {
            class: Class::Say,
            cue: None,
            source: Some((head, label)),
            content: Span { start: from, end: from + trimmed.len() as u32 },
            direct: sentence.kind != SentenceKind::Headline,
            open: false,
            goes_on: false,
        });
    }
    found
}
