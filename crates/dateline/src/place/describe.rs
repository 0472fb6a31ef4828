//! Places that words describe without naming: sides of a place (`northern Mali`, `the outskirts of X`), places told from
//! another (`30 km north-west of X`, `near X`), and what refers back (`the capital`, `the town`).

use std::ops::Range;

use super::direction::{adjective, bearing, joined, side};
use super::words::is_determiner;
use crate::lexicon::Lexicon;
use crate::lexicon::places::Noun;
use crate::reading::Bearing;
use crate::syntax::{Parsed, Upos};
use crate::text::numeral;

/// How words place something relative to a place that they name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Relation {
    /// The words, from the first that belongs to the description to the last of the place.
    pub(super) tokens: Range<u32>,
    /// The word that the others depend on where there is no tree.
    pub(super) head: u32,
    pub(super) way: Way,
}

/// The ways in which a place is told from another.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Way {
    /// A part or side of it: its name in words (`northern`, `outskirts`).
    Part(&'static str),
    /// In a direction from it, at a distance in kilometres where one is told.
    Off(Bearing, Option<f64>),
    /// Near it, at a distance in kilometres where one is told.
    Near(Option<f64>),
}

/// Nouns for the parts of a place, with the name that the part is given.
const PARTS: &[(&str, &str)] = &[
    ("outskirts", "outskirts"),
    ("outskirt", "outskirts"),
    ("suburbs", "suburbs"),
    ("suburb", "suburbs"),
    ("countryside", "countryside"),
    ("hinterland", "countryside"),
    ("edge", "edge"),
    ("edges", "edge"),
    ("periphery", "outskirts"),
    ("heart", "central"),
    ("center", "central"),
    ("centre", "central"),
    ("middle", "central"),
    ("core", "central"),
    ("downtown", "central"),
];

const NEAR: &[&str] = &["near", "outside", "around", "nearby", "beside", "alongside"];

/// How the words before and after a place relate something to it. `place` is the place's words.
pub(super) fn relation(parsed: &Parsed<'_>, place: &Range<u32>, sentence: &Range<u32>) -> Option<Relation> {
    let word = |t: u32| parsed.word(t);
    let at = |t: u32| (t > sentence.start).then(|| t - 1);
    // Mosul's eastern half, Idlib countryside, Daquq's outskirts
    let mut next = place.end;
    if next < sentence.end && matches!(word(next), "'s" | "’s") {
        next += 1;
    }
    if next < sentence.end {
        if let Some(part) = part(word(next)).filter(|p| *p != "central" && *p != "edge") {
            return Some(Relation { tokens: place.start..next + 1, head: next, way: Way::Part(part) });
        }
        if next > place.end
            && next + 1 < sentence.end
            && let Some(side) = side(word(next))
            && [
                "half",
                "side",
                "part",
                "parts",
                "districts",
                "neighborhoods",
                "neighbourhoods",
                "suburbs",
                "outskirts",
                "flank",
            ]
            .contains(&word(next + 1))
        {
            return Some(Relation { tokens: place.start..next + 2, head: next + 1, way: Way::Part(side) });
        }
    }
    let mut before = at(place.start)?;
    // northern Mali; north-western Syria
    if let Some(side) = side(word(before)).filter(|_| bearing(word(before)).is_none()) {
        let mut first = before;
        let mut name = side;
        if first >= sentence.start + 2 && word(first - 1) == "-" && bearing(word(first - 2)).is_some() {
            name = adjective(word(first)).zip(bearing(word(first - 2))).map_or(side, |(b, a)| side_name(joined(a, b)));
            first -= 2;
        }
        return Some(Relation { tokens: first..place.end, head: place.end - 1, way: Way::Part(name) });
    }
    let lower = word(before).to_ascii_lowercase();
    if NEAR.contains(&lower.as_str())
        || (lower == "to" && at(before).is_some_and(|b| word(b).eq_ignore_ascii_case("close")))
    {
        let first = if lower == "to" { before - 1 } else { before };
        let distance = distance_before(parsed, first, sentence);
        let first_word = distance.as_ref().map_or(first, |d| d.0);
        return Some(Relation {
            tokens: first_word..place.end,
            head: place.end - 1,
            way: Way::Near(distance.and_then(|d| d.1)),
        });
    }
    if !matches!(lower.as_str(), "of" | "from") {
        return None;
    }
    let preposition = before;
    before = at(before)?;
    // the center of the country, the outskirts of X
    if lower == "of" {
        if let Some(part) = part(word(before)) {
            let first = with_article(parsed, before, sentence);
            return Some(Relation { tokens: first..place.end, head: before, way: Way::Part(part) });
        }
        if matches!(word(before), "vicinity" | "surroundings") {
            let first = with_article(parsed, before, sentence);
            return Some(Relation { tokens: first..place.end, head: before, way: Way::Near(None) });
        }
        // the southern part of X
        if matches!(word(before), "part" | "parts" | "half" | "side" | "districts" | "suburbs" | "end" | "tip")
            && let Some(side) = at(before).and_then(|b| side(word(b)))
        {
            let first = with_article(parsed, before - 1, sentence);
            return Some(Relation { tokens: first..place.end, head: before, way: Way::Part(side) });
        }
    }
    // north-west of X, the north of X, 30 km north of X
    if let Some(mut to) = bearing(word(before)) {
        let mut first = before;
        if let Some(other) = at(before).and_then(|b| bearing(word(b))) {
            to = joined(other, to);
            first -= 1;
        } else if first >= sentence.start + 2 && word(first - 1) == "-" && bearing(word(first - 2)).is_some() {
            to = bearing(word(first - 2)).map_or(to, |a| joined(a, to));
            first -= 2;
        }
        let article = first > sentence.start && is_determiner(word(first - 1));
        if let Some((start, km)) = distance_before(parsed, first, sentence) {
            return Some(Relation { tokens: start..place.end, head: before, way: Way::Off(to, km) });
        }
        if article && lower == "of" {
            return Some(Relation { tokens: first - 1..place.end, head: before, way: Way::Part(side_name(to)) });
        }
        return Some(Relation { tokens: first..place.end, head: before, way: Way::Off(to, None) });
    }
    // 6 km from X, 6 km outside of X
    let end = if word(before).eq_ignore_ascii_case("away") || word(before).eq_ignore_ascii_case("outside") {
        before
    } else {
        preposition
    };
    let (start, km) = distance_before(parsed, end, sentence)?;
    Some(Relation { tokens: start..place.end, head: end - 1, way: Way::Near(km) })
}

fn part(word: &str) -> Option<&'static str> {
    PARTS.iter().find(|(noun, _)| word.eq_ignore_ascii_case(noun)).map(|(_, part)| *part)
}

/// The adjective of a bearing.
pub(super) fn side_name(to: Bearing) -> &'static str {
    match to {
        Bearing::N => "northern",
        Bearing::NE => "northeastern",
        Bearing::E => "eastern",
        Bearing::SE => "southeastern",
        Bearing::S => "southern",
        Bearing::SW => "southwestern",
        Bearing::W => "western",
        Bearing::NW => "northwestern",
        Bearing::Near => "near",
    }
}

fn with_article(parsed: &Parsed<'_>, token: u32, sentence: &Range<u32>) -> u32 {
    if token > sentence.start && is_determiner(parsed.word(token - 1)) { token - 1 } else { token }
}

/// A distance that ends before `end`: its first token, and kilometres where a number tells them.
fn distance_before(parsed: &Parsed<'_>, end: u32, sentence: &Range<u32>) -> Option<(u32, Option<f64>)> {
    let unit = end.checked_sub(1).filter(|t| *t >= sentence.start)?;
    let word = parsed.word(unit);
    let digits = word.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(word.len());
    let factor = unit_km(&word[digits..])?;
    if digits > 0 {
        return Some((unit, number(&word[..digits]).map(|n| n * factor)));
    }
    let mut first = unit;
    let mut km = None;
    if let Some(quantity) = unit.checked_sub(1).filter(|t| *t >= sentence.start) {
        let hyphen = parsed.word(quantity) == "-" && quantity > sentence.start;
        let quantity = if hyphen { quantity - 1 } else { quantity };
        km = number(parsed.word(quantity)).map(|n| n * factor);
        if km.is_some() || is_vague(parsed.word(quantity)) {
            first = quantity;
        }
    }
    // a few tens of kilometers; several dozen miles
    while first > sentence.start && (is_vague(parsed.word(first - 1)) || is_determiner(parsed.word(first - 1))) {
        first -= 1;
    }
    (first < unit).then_some((first, km))
}

fn unit_km(word: &str) -> Option<f64> {
    Some(match word.to_ascii_lowercase().trim_end_matches('.') {
        "km" | "kms" | "kilometer" | "kilometers" | "kilometre" | "kilometres" => 1.0,
        "mile" | "miles" | "mi" => 1.609_344,
        "meter" | "meters" | "metre" | "metres" => 0.001,
        "yard" | "yards" => 0.000_914,
        _ => return None,
    })
}

fn is_vague(word: &str) -> bool {
    [
        "few", "several", "some", "tens", "dozens", "hundreds", "couple", "of", "about", "around", "roughly", "nearly",
        "just", "over",
    ]
    .iter()
    .any(|w| word.eq_ignore_ascii_case(w))
}

fn number(word: &str) -> Option<f64> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.replace(',', "").parse().ok().filter(|n: &f64| *n < 20_000.0);
    }
    numeral(word).map(f64::from)
}

/// Words that refer back to a place by its kind: `the town`, `the Syrian capital`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reference {
    pub(super) tokens: Range<u32>,
    /// The noun's last word.
    pub(super) head: u32,
    pub(super) noun: Noun,
}

/// The reference whose article stands at a token.
pub(super) fn reference(parsed: &Parsed<'_>, lexicon: &Lexicon, at: u32, sentence: &Range<u32>) -> Option<Reference> {
    if !["the", "this", "that"].iter().any(|d| parsed.word(at).eq_ignore_ascii_case(d)) {
        return None;
    }
    for skip in 0..=2 {
        let first = at + 1 + skip;
        if first >= sentence.end || (skip > 0 && !qualifies(parsed, first - 1, lexicon)) {
            return None;
        }
        if let Some((noun, end)) = super::words::noun_at(parsed, lexicon, first, sentence.end) {
            // The city council is no city.
            let here = noun.alone && !is_compound(parsed, end - 1, sentence);
            return here.then_some(Reference { tokens: at..end, head: end - 1, noun });
        }
    }
    None
}

/// Whether a noun only stands before another: by the tree, or by the tags where there is none.
fn is_compound(parsed: &Parsed<'_>, token: u32, sentence: &Range<u32>) -> bool {
    use crate::syntax::Deprel;
    if parsed[token].head.is_some() {
        return parsed[token].deprel == Deprel::Compound;
    }
    token + 1 < sentence.end && matches!(parsed[token + 1].upos, Upos::Noun | Upos::Propn)
}

/// An adjective between the article and the noun.
fn qualifies(parsed: &Parsed<'_>, token: u32, lexicon: &Lexicon) -> bool {
    let word = parsed.word(token);
    matches!(parsed[token].upos, Upos::Adj)
        || lexicon.countries.by_adjective(word).is_some()
        || [
            "entire",
            "whole",
            "same",
            "besieged",
            "strategic",
            "financial",
            "coastal",
            "northern",
            "southern",
            "eastern",
            "western",
        ]
        .contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::segment;

    /// The relation told of the place between brackets.
    fn check(marked: &str, expected: Option<(&str, Way)>) {
        let (before, rest) = marked.split_once('[').unwrap();
        let (place, after) = rest.split_once(']').unwrap();
        let text = format!("{before}{place}{after}");
        let parsed = segment(&text);
        let span = crate::span::Span::new(before.len(), before.len() + place.len());
        let inside: Vec<u32> = (0..parsed.tokens.len() as u32).filter(|t| span.contains(parsed[*t].span)).collect();
        let place = inside[0]..inside[inside.len() - 1] + 1;
        let sentence = 0..parsed.tokens.len() as u32;
        let found = relation(&parsed, &place, &sentence);
        let found = found.map(|r| (parsed.span(&r.tokens).of(&text).to_owned(), r.way));
        assert_eq!(found, expected.map(|(words, way)| (words.to_owned(), way)), "{marked}");
    }

    #[test]
    fn relations_to_places() {
        check("fighting in northern [Mali] today", Some(("northern Mali", Way::Part("northern"))));
        check("fighting in north-western [Syria]", Some(("north-western Syria", Way::Part("northwestern"))));
        check("attacked in the center of [the country],", Some(("the center of the country", Way::Part("central"))));
        check("the north of [the country].", Some(("the north of the country", Way::Part("northern"))));
        check("sites south of [Kidal]", Some(("south of Kidal", Way::Off(Bearing::S, None))));
        check("30 km north-west of [Kidal]", Some(("30 km north-west of Kidal", Way::Off(Bearing::NW, Some(30.0)))));
        check("about 6km from [Daquq]", Some(("about 6km from Daquq", Way::Near(Some(6.0)))));
        check("some 20 kilometres outside [Goma]", Some(("some 20 kilometres outside Goma", Way::Near(Some(20.0)))));
        check(
            "a few tens of kilometers from [the capital]",
            Some(("a few tens of kilometers from the capital", Way::Near(None))),
        );
        check("near [Kidal]", Some(("near Kidal", Way::Near(None))));
        check("on the outskirts of [Goma]", Some(("the outskirts of Goma", Way::Part("outskirts"))));
        check("in [Mosul]'s eastern half", Some(("Mosul's eastern half", Way::Part("eastern"))));
        check("in the [Idlib] countryside", Some(("Idlib countryside", Way::Part("countryside"))));
        check("soldiers from [Chad]", None);
        check("the people of [Mali]", None);
        check("left for [Mali]", None);
    }
}
