//! The page: paragraphs, whether a line's end is one of sense or only of width.

use super::tokens::blank;

/// A stretch of text that no sentence crosses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// First byte, no blank.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// Whether it stands on one line.
    pub(super) one_line: bool,
}

/// No page wraps its lines wider; longer lines are paragraphs.
const WIDEST: usize = 110;

/// The paragraphs of a text, in order.
///
/// An empty line always ends one. A single line end does so unless the line was wrapped, which shows in that the next
/// line's first word would not have fitted: teletype stories (MUC-4) break lines at a fixed width, web text does not.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut out = Vec::new();
    let mut lines: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    loop {
        let line_end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |n| at + n);
        let line = &text[at..line_end];
        let body = line.trim_matches(blank);
        if body.is_empty() {
            paragraphs(text, &lines, &mut out);
            lines.clear();
        } else {
            let start = at + (line.len() - line.trim_start_matches(blank).len());
            lines.push((start, start + body.len()));
        }
        if line_end == text.len() {
            break;
        }
        at = line_end + 1;
    }
    paragraphs(text, &lines, &mut out);
    out
}

/// Joins the wrapped lines of a group that no empty line parts.
fn paragraphs(text: &str, lines: &[(usize, usize)], out: &mut Vec<Block>) {
    let mut widths: Vec<usize> = lines.iter().map(|(start, end)| end - start).collect();
    widths.sort_unstable();
    let widest = widths.last().copied().unwrap_or(0);
    // A line above the story may be longer than the story's own: most lines tell the width, not the longest.
    let usual = if lines.len() < 4 { widest } else { widths[(lines.len() - 1) * 3 / 4] };
    let mut open: Option<Block> = None;
    for (i, (start, end)) in lines.iter().enumerate() {
        let wrapped = i > 0 && widest <= WIDEST && usual >= 40 && {
            let (last_start, last_end) = lines[i - 1];
            let line = &text[*start..*end];
            let word = line.find(blank).unwrap_or(line.len());
            let last = last_end - last_start;
            let full = last <= usual + 8 && last + 1 + word >= usual.saturating_sub(4);
            let goes_on = line.starts_with(char::is_lowercase) && !text[..last_end].ends_with(['.', '!', '?', ':']);
            (full || goes_on) && !bullet(line) && indent(text, *start) <= indent(text, last_start) + 1
        };
        match &mut open {
            Some(block) if wrapped => {
                block.end = *end;
                block.one_line = false;
            }
            _ => out.extend(open.replace(Block { start: *start, end: *end, one_line: true })),
        }
    }
    out.extend(open);
}

/// How many blanks stand before the first word of a line; no more than matter are counted.
fn indent(text: &str, start: usize) -> usize {
    text.as_bytes()[..start].iter().rev().take(8).take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// Whether a line begins as an item of a list.
pub(super) fn bullet(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some('•' | '▪' | '●' | '■' | '◦' | '‣') => true,
        Some('-' | '*' | '–') => chars.next() == Some(' '),
        Some(c) if c.is_ascii_digit() => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            digits <= 2 && (line[digits..].starts_with(". ") || line[digits..].starts_with(") "))
        }
        _ => false,
    }
}
