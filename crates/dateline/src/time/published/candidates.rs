//! The dates that could be that of publication: lines that say so, datelines, addresses, and "today, July 4, 2026".

use jiff::civil::Date;

use super::super::atom::{Atoms, Kind};
use super::super::calendar;
use super::super::phrase::{Day, Meaning, Phrase, Point, Step, What};
use super::evidence::Evidence;
use super::{Candidate, Order};
use crate::document::Document;
use crate::lexicon::times::Label;
use crate::reading::SentenceKind;
use crate::syntax::Parsed;

/// Weight of a line that says when the document was published.
pub(super) const STATED: f64 = 4.0;
const DATELINE: f64 = 3.5;
const ADDRESS: f64 = 3.0;
const TODAY: f64 = 3.0;
const OWN_LINE: f64 = 2.5;
const CHANGED: f64 = 2.0;

/// A line that is longer than this, in bytes, is no line of metadata.
const LINE: usize = 160;
/// How many dates are looked at, from the beginning and from the end.
const FIRST: usize = 40;
const LAST: usize = 10;

/// A date on a line, or with words, that say it is the document's own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sign {
    /// Index of the phrase.
    pub phrase: usize,
    weight: f64,
    source: &'static str,
}

/// The dates that signs point to, in the order of the text.
pub(super) fn signs(parsed: &Parsed<'_>, atoms: &Atoms<'_>, phrases: &[Phrase]) -> Vec<Sign> {
    let tail = phrases.len().saturating_sub(LAST).max(FIRST.min(phrases.len()));
    let looked_at = (0..FIRST.min(phrases.len())).chain(tail..phrases.len());
    looked_at
        .filter_map(|i| {
            let Meaning::Point(point) = &phrases[i].meaning else { return None };
            if !matches!(point.what, What::Day(_)) || point.until.is_some() {
                return None;
            }
            let (weight, source) = sign(parsed, atoms, &phrases[i], point.step == Some(Step::This))?;
            // What stands at the end of a page is more often of something else.
            let weight = if i < FIRST { weight - 0.02 * i as f64 } else { weight - 1.0 };
            Some(Sign { phrase: i, weight, source })
        })
        .collect()
}

/// Every candidate.
pub(super) fn collect(
    document: &Document,
    atoms: &Atoms<'_>,
    phrases: &[Phrase],
    signs: &[Sign],
    evidence: &Evidence,
) -> Vec<Candidate> {
    let mut found = Vec::new();
    for sign in signs {
        let phrase = &phrases[sign.phrase];
        let Meaning::Point(Point { what: What::Day(day), .. }) = phrase.meaning else { continue };
        let span = atoms.all[phrase.atoms.start].span.join(atoms.all[phrase.atoms.end - 1].span);
        for (day, order) in readings(day, evidence, document) {
            found.push(Candidate { day, span: Some(span), weight: sign.weight, source: sign.source, order });
        }
    }
    if let Some(day) = document.url.as_deref().and_then(address) {
        found.push(Candidate { day, span: None, weight: ADDRESS, source: "the address", order: None });
    }
    // The same day found twice is surer.
    for i in 0..found.len() {
        let again = found
            .iter()
            .enumerate()
            .any(|(j, other)| j != i && other.day == found[i].day && other.span != found[i].span);
        if again {
            found[i].weight += 1.0;
        }
    }
    found
}

/// How much speaks for a date's being that of publication, and what.
fn sign(parsed: &Parsed<'_>, atoms: &Atoms<'_>, phrase: &Phrase, today: bool) -> Option<(f64, &'static str)> {
    if today {
        return Some((TODAY, "the text calls it today"));
    }
    let first = &atoms.all[phrase.atoms.start];
    let sentence = parsed.sentence(first.token);
    let (before, after) =
        line(parsed.text, first.span.start as usize, atoms.all[phrase.atoms.end - 1].span.end as usize)?;
    // What stands before the date on its line.
    let mut labels = atoms.all[..phrase.atoms.start].iter().rev().take_while(|a| a.span.start as usize >= before.start);
    let short = before.len() <= 60 && after.len() <= 60;
    let label = labels.clone().find_map(|a| a.word.label);
    let plain = labels.all(|a| a.kind != Kind::Word || a.word.tense.is_none() || a.word.label.is_some());
    if sentence.kind == SentenceKind::Dateline && label.is_none() && !before.is_empty() {
        return Some((DATELINE, "the dateline"));
    }
    match label {
        Some(Label::Published) if short && plain => Some((STATED, "a line says when it was published")),
        Some(Label::Updated) if short && plain => Some((CHANGED, "a line says when it was last changed")),
        _ if sentence.kind == SentenceKind::Dateline => Some((OWN_LINE, "a line of its own")),
        None if before.is_empty() && after.len() <= 40 => Some((OWN_LINE, "a line of its own")),
        None if short && plain && parsed.text[before].trim_start().to_ascii_lowercase().starts_with("by ") => {
            Some((OWN_LINE, "the line of its author"))
        }
        _ => None,
    }
}

/// The bytes of the line before and after a date, without blanks and marks around; none where the line is long.
fn line(text: &str, start: usize, end: usize) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let low = start.saturating_sub(LINE);
    let begin = match memchr::memrchr(b'\n', &text.as_bytes()[low..start]) {
        Some(at) => low + at + 1,
        None if low == 0 => 0,
        None => return None,
    };
    let high = text.len().min(end + LINE);
    let stop = memchr::memchr(b'\n', &text.as_bytes()[end..high]).map_or(high, |at| end + at);
    let mut begin_trimmed = begin;
    while begin_trimmed < start && text.as_bytes()[begin_trimmed].is_ascii_whitespace() {
        begin_trimmed += 1;
    }
    let mut stop_trimmed = stop;
    while stop_trimmed > end && !text.as_bytes()[stop_trimmed - 1].is_ascii_alphanumeric() {
        stop_trimmed -= 1;
    }
    let blank = !text.as_bytes()[begin_trimmed..start].iter().any(u8::is_ascii_alphanumeric);
    let before = if blank { start..start } else { begin_trimmed..start };
    let at_boundary = text.is_char_boundary(begin_trimmed) && text.is_char_boundary(stop_trimmed);
    at_boundary.then_some((before, end..stop_trimmed))
}

/// The days that a date can mean.
fn readings(day: Day, evidence: &Evidence, document: &Document) -> Vec<(Date, Option<Order>)> {
    let Some(month) = day.month else { return Vec::new() };
    match day.year {
        Some(year) if day.numeric => [(month, day.number, Order::DayFirst), (day.number, month, Order::MonthFirst)]
            .into_iter()
            .filter_map(|(month, number, order)| Some((calendar::day(year, month, number)?, Some(order))))
            .collect(),
        Some(year) => calendar::day(year, month, day.number).map(|d| (d, None)).into_iter().collect(),
        // The year is that of the address, or the last that the text speaks of.
        None => {
            let told = document.url.as_deref().and_then(address).map(Date::year).or(evidence.last_year);
            let years = told.into_iter().flat_map(|year| [year, year.saturating_add(1)]);
            let said = years.filter_map(|year| calendar::day(year, month, day.number));
            match day.weekday {
                Some(weekday) => said.filter(|d| calendar::weekday_number(*d) == weekday).map(|d| (d, None)).collect(),
                None => said.take(1).map(|d| (d, None)).collect(),
            }
        }
    }
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day in an address: `/2021/05/03/`, `/2021-05-03-`, `/2021/may/03/`, `20210503`.
fn address(url: &str) -> Option<Date> {
    let parts: Vec<&str> = url.split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty()).take(64).collect();
    let number = |part: &str, digits: usize| (part.len() == digits).then(|| part.parse::<i16>().ok()).flatten();
    let month = |part: &str| {
        let lower = part.to_ascii_lowercase();
        let named = || MONTHS.iter().position(|n| lower == *n).map(|at| at as i8 + 1);
        part.parse::<i8>().ok().filter(|m| part.len() <= 2 && (1..=12).contains(m)).or_else(named)
    };
    let year = |part: &str| number(part, 4).filter(|y| (1990..=2100).contains(y));
    let three = parts.windows(3).find_map(|p| {
        let day = p[2].parse::<i8>().ok().filter(|_| p[2].len() <= 2)?;
        calendar::day(year(p[0])?, month(p[1])?, day)
    });
    three.or_else(|| {
        parts.iter().find_map(|part| {
            if part.len() != 8 || !part.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            calendar::day(year(&part[..4])?, part[4..6].parse().ok()?, part[6..].parse().ok()?)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_addresses() {
        for (url, day) in [
            ("https://news.example/2021/05/03/village-attacked", Some("2021-05-03")),
            ("https://news.example/world/2021/may/03/village", Some("2021-05-03")),
            ("https://news.example/a/2021-05-03-village", Some("2021-05-03")),
            ("https://news.example/20210503/village", Some("2021-05-03")),
            ("https://news.example/article/20219903", None),
            ("https://news.example/2021/village", None),
            ("https://news.example/é/2021/13/45", None),
        ] {
            assert_eq!(address(url).map(|d| d.to_string()).as_deref(), day, "{url}");
        }
    }
}
