//! Where sentences end, and what part each plays on the page.

use super::abbreviations::{self, Abbreviation};
use super::layout::{Block, bullet};
use super::tokens::FACES;
use crate::reading::SentenceKind;
use crate::span::Span;

/// No sentence has more words; a longer run (a table, a list without stops) is cut, at a sign where there is one.
const LONGEST: usize = 240;

/// The ends of the sentences of a block's `tokens`, as counts from the block's first word, in order.
pub(super) fn ends(text: &str, tokens: &[Span], out: &mut Vec<usize>) {
    out.clear();
    let word = |i: usize| tokens.get(i).map_or("", |t: &Span| t.of(text));
    let mut start = 0;
    let mut quotes = 0;
    let mut brackets = 0usize;
    let mut last_sign = 0;
    let mut i = 0;
    while i < tokens.len() {
        match word(i) {
            mark if is_quote(mark) => quotes += 1,
            "(" | "[" => brackets += 1,
            ")" | "]" => brackets = brackets.saturating_sub(1),
            "," | ";" | ":" | "--" => last_sign = i + 1,
            _ => {}
        }
        let mut next = i + 1;
        if let Some(stop) = stop(word(i)) {
            // Closing quotes and brackets belong to the sentence that they close.
            let mut closed = false;
            while next < tokens.len() {
                let glued = tokens[next].start == tokens[next - 1].end;
                let closes = match word(next) {
                    mark if is_quote(mark) => glued && quotes % 2 == 1,
                    "”" | "''" | "»" => true,
                    "’" | "'" => glued,
                    ")" | "]" => brackets > 0,
                    _ => false,
                };
                if !closes {
                    break;
                }
                match word(next) {
                    mark if is_quote(mark) => quotes += 1,
                    ")" | "]" => brackets -= 1,
                    _ => {}
                }
                closed = true;
                next += 1;
            }
            if next < tokens.len() && ends_here(stop, closed, word(i), word(next), brackets > 0) {
                out.push(next);
                (start, quotes, brackets, last_sign) = (next, 0, 0, next);
            }
        }
        if next - start >= LONGEST && next < tokens.len() {
            let cut = if last_sign > start + LONGEST / 2 { last_sign } else { next };
            out.push(cut);
            (start, quotes, brackets, last_sign) = (cut, 0, 0, cut);
        }
        i = next;
    }
    if start < tokens.len() {
        out.push(tokens.len());
    }
}

/// Whether a word is a straight quotation mark, once or doubled as tables of comma-separated values have it.
fn is_quote(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b == b'"')
}

/// What kind of end a word may be.
#[derive(Clone, Copy)]
enum Stop {
    Full,
    Loud,
    Ellipsis,
    Abbreviation,
}

fn stop(word: &str) -> Option<Stop> {
    if FACES.contains(&word) {
        return Some(Stop::Full);
    }
    let bytes = word.as_bytes();
    match *bytes.last()? {
        b'.' if bytes.iter().all(|b| *b == b'.') => Some(if bytes.len() == 1 { Stop::Full } else { Stop::Ellipsis }),
        b'.' => Some(Stop::Abbreviation),
        b'?' | b'!' if bytes.iter().all(|b| matches!(b, b'?' | b'!')) => Some(Stop::Loud),
        _ => (word == "…").then_some(Stop::Ellipsis),
    }
}

fn ends_here(stop: Stop, closed: bool, word: &str, next: &str, in_brackets: bool) -> bool {
    let first = next.chars().next().unwrap_or(' ');
    // A closing sign, a face or a comma goes on with the sentence that the stop stands in.
    let goes_on = FACES.contains(&next)
        || matches!(next, "," | ";" | ":" | ")" | "]" | "--" | "—" | "–" | "-" | "." | "'s" | "’s");
    let begins =
        first.is_uppercase() || first.is_ascii_digit() || matches!(first, '"' | '“' | '‘' | '\'' | '(' | '[' | '•');
    let begins = begins || first.is_alphabetic() && !first.is_lowercase();
    match stop {
        // Who writes without capitals still writes stops.
        Stop::Full => !goes_on && (begins || abbreviations::starts_sentence(next) || next.starts_with("http")),
        Stop::Loud => !goes_on && (begins || !closed && !in_brackets),
        Stop::Ellipsis => first.is_uppercase() || matches!(first, '"' | '“'),
        Stop::Abbreviation => {
            let bare = &word[..word.len() - 1];
            let may = match abbreviations::kind(bare) {
                Some(Abbreviation::May) => true,
                Some(_) => false,
                // `U.S. The ...`, but not `J. Smith`, and `A.M. Smith` stays whole with any other word.
                None => bare.contains('.'),
            };
            may && begins && (abbreviations::starts_sentence(next) || matches!(first, '"' | '“'))
        }
    }
}

/// How many words of a block's beginning are its dateline: `BAMAKO, 3 May (Agency) --`.
///
/// The place stands in capitals, or a date or an agency in brackets follows it; a dash ends the line. Notes in square
/// brackets that wire services put behind the dash (`[TEXT]`) belong to it.
pub(super) fn dateline(text: &str, tokens: &[Span]) -> usize {
    const MOST: usize = 24;
    let word = |i: usize| tokens[i].of(text);
    let head = tokens.len().min(MOST);
    let Some(dash) = (1..head).find(|i| {
        let spaced =
            tokens[*i].start > tokens[i - 1].end && tokens.get(i + 1).is_some_and(|t| t.start > tokens[*i].end);
        matches!(word(*i), "--" | "—") || (matches!(word(*i), "-" | "–") && spaced)
    }) else {
        return 0;
    };
    if dash + 1 >= tokens.len() || text[tokens[dash].end as usize..].trim_start_matches(super::tokens::blank).is_empty()
    {
        return 0;
    }
    let (mut capitals, mut lower, mut figures, mut brackets, mut names) = (0, 0, 0, 0, 0);
    let mut depth = 0;
    for i in 0..dash {
        let token = word(i);
        let first = token.chars().next().unwrap_or(' ');
        match token {
            "(" | "[" => {
                depth += 1;
                brackets += 1;
            }
            ")" | "]" => depth -= 1,
            "," | "." | "/" | "-" | "'s" | "’s" | ":" => {}
            _ if first.is_ascii_digit() => figures += 1,
            _ if depth > 0 => {}
            _ if first.is_uppercase() => {
                names += 1;
                capitals += usize::from(token.chars().count() >= 2 && !token.chars().any(char::is_lowercase));
            }
            "of" | "de" | "del" | "la" | "al" | "el" | "the" | "and" | "near" | "in" => lower += 1,
            _ => return 0,
        }
    }
    let shouted =
        !text[tokens[dash].end as usize..].chars().filter(|c| c.is_alphabetic()).take(20).any(char::is_lowercase);
    let place = word(0).chars().next().is_some_and(char::is_uppercase) && names <= 12 && depth == 0;
    // Between a dateline's place and its dash stand a date or an agency, or else the place is in capitals.
    let marked = brackets > 0 || figures > 0 || (!shouted && capitals > 0 && names <= 5);
    if !place || !marked || lower > 3 || (shouted && figures == 0 && brackets == 0) {
        return 0;
    }
    let mut end = dash + 1;
    while end < tokens.len() && word(end) == "[" {
        let Some(close) = (end..tokens.len().min(end + MOST)).find(|i| word(*i) == "]") else { break };
        end = close + 1;
    }
    if end == tokens.len() { dash + 1 } else { end }
}

/// What part a block without dateline plays, from how it looks and where it stands.
pub(super) fn kind(text: &str, tokens: &[Span], block: Block, first: bool, last: bool) -> SentenceKind {
    let Some(end) = tokens.last() else { return SentenceKind::Body };
    let word = |i: usize| tokens.get(i).map_or("", |t: &Span| t.of(text));
    if tokens.len() <= 12 && published(word(0)) && tokens.iter().any(|t| t.of(text).as_bytes()[0].is_ascii_digit()) {
        return SentenceKind::Dateline;
    }
    let terminal = matches!(
        end.of(text),
        "." | "!" | "..." | "…" | "\"" | "\"\"" | "\"\"\"" | "”" | ":" | ";" | "," | "?!" | "''"
    );
    let stopped = terminal || end.of(text).ends_with('.') && tokens.len() > 8;
    if stopped || last || bullet(&text[block.start..block.end]) {
        return SentenceKind::Body;
    }
    let begins = word(0).chars().next().is_some_and(|c| !c.is_lowercase());
    if first && tokens.len() <= 40 && begins {
        SentenceKind::Headline
    } else if block.one_line && tokens.len() <= 14 && begins && end.of(text) != "?" {
        SentenceKind::Heading
    } else {
        SentenceKind::Body
    }
}

/// Words that open the line which says when a page was published.
fn published(word: &str) -> bool {
    ["published", "updated", "posted", "issued", "date"].iter().any(|w| w.eq_ignore_ascii_case(word))
}
