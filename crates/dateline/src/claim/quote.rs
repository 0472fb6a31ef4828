//! Quotations: which words stand in quotation marks.
//!
//! Marks come paired (“ ”, « », ‘ ’), straight (" '' ""), or broken. A quotation that runs over paragraphs opens each of
//! them with a mark and closes only the last; one that is never closed ends with its paragraph. Quotations inside a
//! quotation are not told apart.

use crate::span::Span;

/// Words in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quotation {
    /// The words and their marks.
    pub(super) outer: Span,
    /// The words.
    pub(super) inner: Span,
}

/// A kind of mark; one kind closes what the same kind opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Curly,
    Angle,
    Single,
    Straight,
}

/// What a mark can do where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Opens,
    Closes,
    Either,
}

/// A quotation whose end is not reached.
struct Open {
    kind: Kind,
    outer: usize,
    inner: usize,
}

/// Every quotation of a text, in order, none inside another.
pub(super) fn quotations(text: &str) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    let mut at = 0;
    while let Some(next) = text[at..].find(['"', '“', '”', '„', '‟', '«', '»', '‘', '’', '\'', '`', '\n'])
    {
        let start = at + next;
        if text[start..].starts_with('\n') {
            at = paragraph_break(text, start, &mut open, &mut found);
            continue;
        }
        let Some((kind, turn, width)) = mark(text, start) else {
            at = start + text[start..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        at = start + width;
        match &open {
            None if turn != Turn::Closes => open = Some(Open { kind, outer: start, inner: at }),
            Some(o) if o.kind == kind && turn != Turn::Opens => {
                push(&mut found, o, start, at);
                open = None;
            }
            // A second opening mark of the same straight kind: the first was not closed, and says nothing.
            Some(o) if o.kind == kind && kind == Kind::Straight => open = Some(Open { kind, outer: start, inner: at }),
            _ => {}
        }
    }
    if let Some(open) = open {
        close_at_break(text, &open, text.len(), &mut found);
    }
    found
}

/// Steps over the blanks from the line break at `at`; ends an open quotation if the paragraph ends here and the next one
/// does not open with its mark again.
fn paragraph_break(text: &str, at: usize, open: &mut Option<Open>, found: &mut Vec<Quotation>) -> usize {
    let rest = &text[at..];
    let blanks = rest.len() - rest.trim_start().len();
    let next = at + blanks;
    if let Some(o) = open {
        let wrapped = rest[..blanks].matches('\n').count() == 1
            && !text[..at].trim_end().ends_with(['.', '!', '?', '"', '”', ':'])
            && o.kind != Kind::Single;
        match mark(text, next) {
            Some((kind, turn, width)) if kind == o.kind && turn != Turn::Closes => return next + width,
            _ if wrapped => {}
            _ => {
                close_at_break(text, o, at, found);
                *open = None;
            }
        }
    }
    next
}

/// A quotation that its paragraph's end cuts off. A single mark that is never closed was an apostrophe.
fn close_at_break(text: &str, open: &Open, end: usize, found: &mut Vec<Quotation>) {
    let end = open.inner + text[open.inner..end].trim_end().len();
    if open.kind != Kind::Single && end > open.inner {
        push(found, open, end, end);
    }
}

fn push(found: &mut Vec<Quotation>, open: &Open, inner_end: usize, outer_end: usize) {
    if inner_end > open.inner {
        found.push(Quotation { outer: Span::new(open.outer, outer_end), inner: Span::new(open.inner, inner_end) });
    }
}

/// The mark at `at`: its kind, what it can do there, and its length in bytes.
fn mark(text: &str, at: usize) -> Option<(Kind, Turn, usize)> {
    let rest = &text[at..];
    let first = rest.chars().next()?;
    let (kind, width) = match first {
        '“' | '„' | '‟' => return Some((Kind::Curly, Turn::Opens, first.len_utf8())),
        '”' => return Some((Kind::Curly, Turn::Closes, first.len_utf8())),
        '«' => return Some((Kind::Angle, Turn::Opens, first.len_utf8())),
        '»' => return Some((Kind::Angle, Turn::Closes, first.len_utf8())),
        '‘' => (Kind::Single, first.len_utf8()),
        '’' => (Kind::Single, first.len_utf8()),
        '"' if rest.starts_with("\"\"") => (Kind::Straight, 2),
        '"' => (Kind::Straight, 1),
        '`' if rest.starts_with("``") => return Some((Kind::Straight, Turn::Opens, 2)),
        '\'' if rest.starts_with("''") => (Kind::Straight, 2),
        _ => return None,
    };
    let before = text[..at].chars().next_back();
    let after = rest[width..].chars().next();
    let opens = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '“' | '"' | '/'))
        && after.is_some_and(|c| !c.is_whitespace());
    let closes = before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric());
    let turn = match (first, opens, closes) {
        ('‘', true, _) => Turn::Opens,
        ('’', _, true) => Turn::Closes,
        ('‘' | '’', ..) => return None,
        (_, true, true) => Turn::Either,
        (_, true, false) => Turn::Opens,
        (_, false, true) => Turn::Closes,
        // A blank was lost between two sentences: `They left."We stay," he said`.
        (_, false, false)
            if before.is_some_and(|c| matches!(c, '.' | '!' | '?' | ':' | ']' | ')'))
                && after.is_some_and(char::is_alphanumeric) =>
        {
            Turn::Either
        }
        // `5"6` or a mark among blanks: it may close what is open, and opens nothing.
        (_, false, false) => Turn::Closes,
    };
    Some((kind, turn, width))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = quotations(text).iter().map(|q| q.inner.of(text)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn paired_and_straight_marks() {
        check("“We hold the bridge,” he said. “Nobody passes.”", &["We hold the bridge,", "Nobody passes."]);
        check("He called it \"a trap\" and left.", &["a trap"]);
        check("It was ''over'' by noon, ``she'' said.", &["over", "she"]);
        check("The army spoke of \"\"precise\"\" strikes.", &["precise"]);
        check("« Nous partons », dit-il.", &[" Nous partons "]);
        check("The mayor’s ‘quiet night’ ended.", &["quiet night"]);
    }

    #[test]
    fn apostrophes_and_inches_are_no_quotations() {
        check("The rebels’ camp was the government’s prize.", &[]);
        check("A 12\" shell fell on the 'camp.", &[]);
    }

    #[test]
    fn marks_may_have_lost_their_blanks() {
        check("They left.\"We stay,\" he said.\"Nobody moves.\"The end.", &["We stay,", "Nobody moves."]);
        check("\"\"\"The road is open,\"\" said a driver. \"\"We pass.\"\"\"", &["The road is open,", "We pass."]);
    }

    #[test]
    fn an_inner_quotation_stays_inside() {
        check("“They shouted ‘leave now’ at us,” she said.", &["They shouted ‘leave now’ at us,"]);
    }

    #[test]
    fn paragraphs_of_one_quotation_open_each_with_a_mark() {
        check(
            "“The first day was calm.\n\n“The second was not,” he said.",
            &["The first day was calm.\n\n“The second was not,"],
        );
    }

    #[test]
    fn an_unclosed_quotation_ends_with_its_paragraph() {
        check("“They came at night.\n\nThe army denied it.", &["They came at night."]);
        check("“They came\nat night,” he said.", &["They came\nat night,"]);
    }

    proptest! {
        #[test]
        fn quotations_are_ordered_and_inside(text in "[a \"“”‘’«»'`\n.é]{0,60}") {
            let mut last = 0;
            for q in quotations(&text) {
                prop_assert!(q.outer.start >= last && q.outer.contains(q.inner));
                prop_assert!(!q.inner.of(&text).is_empty() && !q.outer.of(&text).is_empty());
                last = q.outer.end;
            }
        }
    }
}
