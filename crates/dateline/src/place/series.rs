//! Series that share the noun for their kind: `Clay, Douglas and Otter Tail counties`, `the provinces of Idlib and Hama`.

use super::find::Found;
use super::key::Key;
use crate::lexicon::Lexicon;
use crate::lexicon::places::{Noun, NounKind};
use crate::reading::PlaceKind;
use crate::syntax::Parsed;

/// The most words between a series' noun and its other end.
const REACH: u32 = 60;
/// The most words of a member.
const LONGEST: u32 = 4;

/// Adds the members of such series to what was found, each with the noun; what was found at their words gives way.
pub(super) fn complete(found: Vec<Found>, parsed: &Parsed<'_>, lexicon: &Lexicon) -> Vec<Found> {
    let mut members: Vec<Found> = Vec::new();
    for sentence in &parsed.sentences {
        let mut floor = sentence.tokens.start;
        for at in sentence.tokens.clone() {
            let Some((noun, one)) = plural(parsed.word(at), lexicon) else { continue };
            let mut series = before(at, floor.max(at.saturating_sub(REACH)), parsed);
            let following = series.len() < 2;
            if following {
                series = after(at, sentence.tokens.end.min(at + REACH), parsed);
            }
            if series.len() < 2 {
                continue;
            }
            floor = series.last().map_or(at, |(_, end)| *end).max(at + 1);
            members.extend(series.into_iter().map(|(start, end)| {
                let mut key = Key::default();
                key.push(parsed.span(&(start..end)).of(parsed.text));
                key.finish();
                // A county of the United States is known as one only: Clay is a town.
                let long = format!("{} {one}", key.as_str());
                let known = lexicon.places.gazetteer.probe(&long).name;
                let key = if known { long } else { key.as_str().to_owned() };
                let sure = !lexicon.places.known(&key).0.is_empty() || lexicon.places.gazetteer.probe(&key).name;
                Found { tokens: start..end, whole: start..end, key, noun: Some((noun, at)), sure, short: Vec::new() }
            }));
        }
    }
    if members.is_empty() {
        return found;
    }
    let mut all = Vec::with_capacity(found.len() + members.len());
    let mut members = members.into_iter().filter(|m| m.sure).peekable();
    for f in found {
        let mut covered = false;
        while let Some(m) = members.next_if(|m| m.whole.start < f.whole.end) {
            covered |= m.whole.end > f.whole.start;
            let free = all.last().is_none_or(|last: &Found| last.whole.end <= m.whole.start);
            if free && (m.whole.start <= f.whole.start || m.whole.end >= f.whole.end) {
                all.push(m);
            }
        }
        let free = all.last().is_none_or(|last| last.whole.end <= f.whole.start);
        if !covered && free {
            all.push(f);
        }
    }
    all.extend(members);
    all
}

/// The noun of a plural, and its key: `counties`.
fn plural(word: &str, lexicon: &Lexicon) -> Option<(Noun, String)> {
    let one = match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => word.strip_suffix('s').filter(|w| w.len() > 3)?.to_owned(),
    };
    let noun = |one: &str| lexicon.places.noun(one);
    let found = noun(&one).map(|n| (n, one.clone())).or_else(|| {
        let one = one.strip_suffix('e')?;
        noun(one).map(|n| (n, one.to_owned()))
    });
    let division = |n: &Noun| {
        n.before && matches!(n.kind, NounKind::Kind(PlaceKind::Admin1 | PlaceKind::Admin2 | PlaceKind::City))
    };
    found.filter(|(n, _)| division(n))
}

fn is_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase)
}

fn joins(word: &str) -> bool {
    matches!(word, "," | "and" | "&" | "or")
}

/// The members that stand before the noun, in reading order.
fn before(noun: u32, floor: u32, parsed: &Parsed<'_>) -> Vec<(u32, u32)> {
    let mut members = Vec::new();
    let mut end = noun;
    loop {
        let mut start = end;
        while start > floor && end - start < LONGEST && is_name(parsed.word(start - 1)) {
            start -= 1;
        }
        if start == end {
            break;
        }
        members.push((start, end));
        let mut next = start;
        while next > floor && start - next < 2 && joins(parsed.word(next - 1)) {
            next -= 1;
        }
        if next == start {
            break;
        }
        end = next;
    }
    members.reverse();
    members
}

/// The members that stand after the noun and `of`, in reading order.
fn after(noun: u32, ceiling: u32, parsed: &Parsed<'_>) -> Vec<(u32, u32)> {
    let mut members = Vec::new();
    if noun + 1 >= ceiling || parsed.word(noun + 1) != "of" {
        return members;
    }
    let mut start = noun + 2;
    loop {
        let mut end = start;
        while end < ceiling && end - start < LONGEST && is_name(parsed.word(end)) {
            end += 1;
        }
        if start == end {
            break;
        }
        members.push((start, end));
        let mut next = end;
        while next < ceiling && next - end < 2 && joins(parsed.word(next)) {
            next += 1;
        }
        if next == end {
            break;
        }
        start = next;
    }
    members
}
