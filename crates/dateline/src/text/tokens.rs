//! Words in the manner of Universal Dependencies' English treebanks (EWT): clitics, hyphens and units of measure are
//! words of their own; web addresses, dates in figures and telephone numbers stay whole.

use super::abbreviations::{self, Abbreviation};
use crate::span::Span;

/// No word is longer, in bytes: what runs on (encoded files, lines of signs) is cut, so that cost stays linear.
const LONGEST: usize = 512;

/// Prefixes that keep their hyphen: `non-state`, `anti-tank`, but `well - known`.
const PREFIXES: &[&str] = &[
    "anti", "arch", "co", "counter", "cross", "e", "ex", "extra", "inter", "intra", "meta", "micro", "mid", "mini",
    "multi", "neo", "non", "over", "pan", "post", "pre", "pro", "proto", "pseudo", "quasi", "re", "semi", "socio",
    "sub", "super", "trans", "ultra", "un", "under",
];

/// Endings of host names that are addresses without `www`.
const TOPS: &[&str] = &["com", "org", "net", "gov", "edu", "info", "int", "mil"];

/// Units that news writes on to their figure.
const UNITS: &[&str] = &["am", "pm", "km", "kg", "mm", "cm", "m", "bn", "ft", "mph", "kph", "a.m.", "p.m."];

/// Signs that stand for a face, one word each.
pub(super) const FACES: &[&str] = &[":-)", ":-(", ";-)", ":)", ":(", ";)", ":D", ":P"];

/// Cuts `text[start..end]` into words, in order.
pub(super) fn words(text: &str, start: usize, end: usize, out: &mut Vec<Span>) {
    let mut at = start;
    while at < end {
        let rest = &text[at..end];
        let Some(first) = rest.find(|c: char| !blank(c)) else { break };
        let length = rest[first..].find(blank).unwrap_or(rest.len() - first);
        let (mut low, high) = (at + first, at + first + length);
        at = high;
        while low < high {
            let piece = cut(text, low, high);
            Chunk { text, end: piece, out }.split(low, piece);
            low = piece;
        }
    }
}

/// Characters that are no part of any word.
pub(super) fn blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}')
}

/// The end of the piece that begins at `low`: `high`, or a boundary of characters at most [`LONGEST`] on.
fn cut(text: &str, low: usize, high: usize) -> usize {
    if high - low <= LONGEST {
        return high;
    }
    let mut end = low + LONGEST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// A run of characters without blanks.
struct Chunk<'t, 'o> {
    text: &'t str,
    end: usize,
    out: &'o mut Vec<Span>,
}

impl Chunk<'_, '_> {
    fn push(&mut self, start: usize, end: usize) {
        if start < end {
            self.out.push(Span::new(start, end));
        }
    }

    /// Peels signs off both ends and hands what is between to [`Self::inner`].
    fn split(&mut self, start: usize, end: usize) {
        let text = self.text;
        let mut low = start;
        if let Some(at) = face(&text[start..end]) {
            self.split(start, start + at);
            self.push(start + at, end);
            return;
        }
        if !address(&text[low..end]) {
            while let Some(c) = text[low..end].chars().next() {
                let rest = &text[low..end];
                if c.is_alphanumeric() || keeps_lead(rest) {
                    break;
                }
                let length = run(rest);
                self.push(low, low + length);
                low += length;
            }
        }
        // Signs at the end, outermost first; they are put out after the word.
        let mut tail = [0usize; 16];
        let mut count = 0;
        let mut high = end;
        while high > low && count < tail.len() {
            let rest = &text[low..high];
            let Some(c) = rest.chars().next_back() else { break };
            if c.is_alphanumeric() || (c == '.' && count_dots(rest) == 1 && self.keeps_stop(low, high)) {
                break;
            }
            if matches!(c, '/' | '=' | '_' | '#' | '&' | '-' | '+' | '*' | '~' | '@') && address(rest) {
                break;
            }
            let length = run_back(rest);
            tail[count] = high;
            count += 1;
            high -= length;
        }
        self.inner(low, high);
        let mut from = high;
        for i in (0..count).rev() {
            self.push(from, tail[i]);
            from = tail[i];
        }
    }

    /// Whether the full stop that ends `text[low..high]` belongs to the word before it.
    fn keeps_stop(&self, low: usize, high: usize) -> bool {
        let word = &self.text[low..high - 1];
        // Only the part behind the last sign counts: `(Gen.`, `Agency/Corp.`, `Lt.-Gen.`
        let word = word.rsplit(['/', '-', '(', '[', '"', '“', '–', '—', ',', ':']).next().unwrap_or(word);
        if word.is_empty() {
            return false;
        }
        if dotted(word) || initial(word) {
            return true;
        }
        match abbreviations::kind(word) {
            Some(Abbreviation::BeforeFigure) => {
                let after = &self.text[high..];
                let figure = after.trim_start_matches([' ', '\n']).chars().next();
                figure.is_some_and(|c| c.is_ascii_digit()) || (word.eq_ignore_ascii_case("sept") && word != "SEPT")
            }
            Some(_) => true,
            None => false,
        }
    }

    /// A chunk without signs at its ends: looks for the places inside where words meet.
    fn inner(&mut self, start: usize, end: usize) {
        let text = self.text;
        if start >= end {
            return;
        }
        if address(&text[start..end]) || code(&text[start..end]) {
            self.push(start, end);
            return;
        }
        let mut low = start;
        let mut previous = '\0';
        let mut chars = text[start..end].char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            let here = start + offset;
            if here < low {
                previous = c;
                continue;
            }
            let next = chars.peek().map_or('\0', |(_, c)| *c);
            if c.is_alphanumeric() || !self.parts(low, here, end, previous, c, next) {
                previous = c;
                continue;
            }
            // What stands before a run-on full stop may itself be an abbreviation (`U.S.-led`).
            self.word(low, here);
            let length = run(&text[here..end]);
            self.push(here, here + length);
            low = here + length;
            previous = c;
        }
        self.word(low, end);
    }

    /// Whether the sign `c` at `here` ends a word that began at `low`.
    fn parts(&self, low: usize, here: usize, end: usize, previous: char, c: char, next: char) -> bool {
        let text = self.text;
        let figures = previous.is_ascii_digit() && next.is_ascii_digit();
        match c {
            ',' | ':' => !figures,
            '/' => !figures,
            '.' => {
                if next == '.' {
                    return true;
                }
                // A full stop with no blank after it: `inside.Under the deal`, `inside."Under`; also `NO.4`.
                let word = &text[low..here];
                let long = word.chars().rev().take_while(|c| c.is_alphabetic()).count() >= 2;
                let (stop, after) = (here + 1, text[here + 1..end].chars().nth(1).unwrap_or('\0'));
                let closed = matches!(next, '"' | '”' | '’' | '\'') && after != 's';
                if closed {
                    return !dotted(word);
                }
                let lower = previous.is_lowercase() || previous.is_ascii_digit() && word.len() >= 3;
                let begins = next.is_uppercase() && (after.is_lowercase() || stop + next.len_utf8() == end);
                (long || previous.is_ascii_digit()) && lower && begins && abbreviations::kind(word).is_none()
            }
            '\'' | '’' | '‘' | '`' => false,
            '-' => {
                if next == '-' {
                    return true;
                }
                let word = &text[low..here];
                if figures {
                    return !telephone_or_date(text, low, here, end);
                }
                let prefix = PREFIXES.iter().any(|p| p.eq_ignore_ascii_case(word));
                !(word.is_empty() || prefix && next.is_alphanumeric())
            }
            '&' | '_' | '@' | '#' | '+' | '*' | '~' | '^' | '=' | '|' | '\\' | '´' | '·' => {
                c == '=' || c == '|' || (c == '+' && next.is_ascii_digit())
            }
            '(' | ')' => {
                // `Spouse(s)` is one word.
                !(c == '(' && text[here..end].starts_with("(s)") && here + 3 == end
                    || c == ')' && text[low..here].ends_with("(s"))
            }
            '$' => !previous.is_alphabetic(),
            _ => !joins(c),
        }
    }

    /// A word without signs that part it: clitics come off.
    fn word(&mut self, start: usize, end: usize) {
        if start >= end {
            return;
        }
        let text = self.text;
        let word = &text[start..end];
        if let Some(split) = clitic(word) {
            self.word(start, start + split);
            self.push(start + split, end);
            return;
        }
        if let Some(split) = figure_and_unit(word) {
            self.push(start, start + split);
            self.push(start + split, end);
            return;
        }
        // A full stop left inside: `NO.4`, `Gen.Smith`.
        if let Some(dot) = word.find('.') {
            let (head, tail) = (&word[..dot], &word[dot + 1..]);
            let figure = tail.chars().next().is_some_and(|c| c.is_ascii_digit());
            let parts = match abbreviations::kind(head) {
                Some(Abbreviation::BeforeFigure) => figure,
                Some(Abbreviation::Leads) => tail.chars().next().is_some_and(char::is_uppercase),
                _ => false,
            };
            if parts && self.end >= end {
                self.push(start, start + dot + 1);
                self.word(start + dot + 1, end);
                return;
            }
        }
        self.push(start, end);
    }
}

/// Where the face begins that ends a chunk; no word stands before it, lest it be a colon and a bracket.
fn face(chunk: &str) -> Option<usize> {
    let at = FACES.iter().find_map(|face| chunk.strip_suffix(face))?.len();
    (!chunk[..at].ends_with(char::is_alphanumeric)).then_some(at)
}

/// Combining marks and signs that stand inside words of other scripts.
fn joins(c: char) -> bool {
    !c.is_ascii()
        && !matches!(c, '“' | '”' | '„' | '«' | '»' | '—' | '–' | '―' | '…' | '•' | '‹' | '›' | '¿' | '¡')
        && !matches!(c, '€' | '£' | '¥' | '₹' | '°' | '§' | '×' | '→' | '■' | '●' | '▪' | '。' | '，' | '、')
}

fn count_dots(word: &str) -> usize {
    word.bytes().rev().take_while(|b| *b == b'.').count()
}

/// Length of the sign, or run of one sign, that `rest` begins with.
fn run(rest: &str) -> usize {
    let mut chars = rest.chars();
    let Some(first) = chars.next() else { return 0 };
    if rest.starts_with("``") || rest.starts_with("''") {
        return 2;
    }
    if !matches!(first, '.' | '-' | '!' | '?' | '*' | '_' | '=' | '~' | '<' | '>' | '#' | '…' | '"') {
        return first.len_utf8();
    }
    let question = matches!(first, '!' | '?');
    let same = |c: &char| *c == first || question && matches!(c, '!' | '?');
    first.len_utf8() + chars.take_while(same).map(char::len_utf8).sum::<usize>()
}

/// Length of the sign, or run of one sign, that `rest` ends with.
fn run_back(rest: &str) -> usize {
    let mut chars = rest.chars().rev();
    let Some(last) = chars.next() else { return 0 };
    if rest.ends_with("``") || rest.ends_with("''") {
        return 2;
    }
    if !matches!(last, '.' | '-' | '!' | '?' | '*' | '_' | '=' | '~' | '<' | '>' | '#' | '…' | '"') {
        return last.len_utf8();
    }
    let question = matches!(last, '!' | '?');
    let same = |c: &char| *c == last || question && matches!(c, '!' | '?');
    last.len_utf8() + chars.take_while(same).map(char::len_utf8).sum::<usize>()
}

/// Whether a leading sign belongs to what follows: `'90s`, `#hashtag`, `@name`, `.50`, `+852`.
fn keeps_lead(rest: &str) -> bool {
    let mut chars = rest.chars();
    let (first, second) = (chars.next().unwrap_or('\0'), chars.next().unwrap_or('\0'));
    match first {
        '\'' | '’' => {
            let tail = rest[first.len_utf8()..].trim_end_matches(['s', '.', ',']);
            tail.len() == 2 && tail.bytes().all(|b| b.is_ascii_digit())
                || matches!(&rest.to_ascii_lowercase()[first.len_utf8()..], "s" | "em" | "til" | "re" | "ve" | "ll")
        }
        '#' | '@' => second.is_alphabetic() || (first == '#' && second.is_ascii_digit()),
        '.' | '+' => second.is_ascii_digit(),
        _ => joins(first) && !first.is_alphanumeric() && second.is_alphanumeric(),
    }
}

/// `U.S`, `p.m`, `a.k.a`: letters with stops between; the last stop is the caller's.
fn dotted(word: &str) -> bool {
    let mut letters = 0;
    let mut stops = 0;
    let mut after_letter = 0;
    for c in word.chars() {
        if c == '.' {
            if after_letter == 0 {
                return false;
            }
            stops += 1;
            after_letter = 0;
        } else if c.is_alphabetic() {
            letters += 1;
            after_letter += 1;
            if after_letter > 2 {
                return false;
            }
        } else {
            return false;
        }
    }
    stops >= 1 && letters >= 2 && after_letter > 0
}

/// A single capital, as in `John F. Kennedy`.
fn initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// Web and mail addresses.
fn address(word: &str) -> bool {
    let lower = |prefix: &str| {
        word.len() > prefix.len()
            && word.is_char_boundary(prefix.len())
            && word[..prefix.len()].eq_ignore_ascii_case(prefix)
    };
    if lower("http://") || lower("https://") || lower("www.") || lower("ftp://") || lower("mailto:") {
        return true;
    }
    if let Some((name, host)) = word.split_once('@') {
        return !name.is_empty()
            && host.contains('.')
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b))
            && !host.ends_with('.');
    }
    let host = word.split('/').next().unwrap_or(word);
    let Some((name, top)) = host.rsplit_once('.') else { return false };
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b))
        && TOPS.iter().any(|t| t.eq_ignore_ascii_case(top))
}

/// Numbers, times, dates in figures.
fn code(word: &str) -> bool {
    let mut digits = 0;
    for b in word.bytes() {
        match b {
            b'0'..=b'9' => digits += 1,
            b'.' | b',' | b':' | b'/' => {}
            _ => return false,
        }
    }
    digits > 0
}

/// Whether the hyphen at `here`, between two figures, holds a telephone number or a date (`713-853-3989`, `2026-05-03`)
/// together; a range (`1969-1970`, `10-12`) is three words.
fn telephone_or_date(text: &str, low: usize, here: usize, end: usize) -> bool {
    let figure = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let before = &text[low..here];
    let right = &text[here + 1..end];
    let (left, next) = (before.bytes().rev().take_while(u8::is_ascii_digit).count(), figure(right));
    let more = right.as_bytes().get(next) == Some(&b'-') && figure(&right[next + 1..]) > 0;
    let earlier = before.contains('-');
    more || earlier || (left == 3 && next == 4)
}

/// Where a clitic begins: `do|n't`, `army|'s`, `can|not`.
fn clitic(word: &str) -> Option<usize> {
    let length = word.len();
    if !word.is_ascii() && !word.contains('’') {
        return None;
    }
    if word.bytes().any(|b| b == b'\'') || word.contains('’') {
        let chars = word.chars().rev().take(3);
        let mut last = ['\0'; 3];
        for (slot, c) in last.iter_mut().zip(chars) {
            *slot = c.to_ascii_lowercase();
        }
        let quote = |c: char| c == '\'' || c == '’';
        let size = |letters: usize, mark: char| letters + mark.len_utf8();
        let split = match last {
            ['t', q, 'n'] if quote(q) => length - size(2, q),
            ['s' | 'm' | 'd', q, _] if quote(q) => length - size(1, q),
            ['e', 'r' | 'v', q] | ['l', 'l', q] if quote(q) => length - size(2, q),
            [q, 's', _] if quote(q) => length - q.len_utf8(),
            _ => return None,
        };
        return (split > 0).then_some(split);
    }
    for (whole, split) in [("cannot", 3), ("gonna", 3), ("gotta", 3), ("wanna", 3)] {
        if word.eq_ignore_ascii_case(whole) {
            return Some(split);
        }
    }
    None
}

/// `5pm`, `30km`, `9mm`: a figure and its unit, for the few units that news writes without a blank.
fn figure_and_unit(word: &str) -> Option<usize> {
    let digits = word.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b':')).count();
    if digits == 0 || !word.as_bytes()[digits - 1].is_ascii_digit() {
        return None;
    }
    UNITS.iter().any(|u| u.eq_ignore_ascii_case(&word[digits..])).then_some(digits)
}
