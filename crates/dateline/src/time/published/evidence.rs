//! What a document says that agrees with one day of publication and not with another.

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::atom::Atoms;
use super::super::calendar::{self, Count, Length, Unit};
use super::super::phrase::{Day, Meaning, Phrase, Step, Stretch, What};
use super::super::tense;
use super::Order;
use super::candidates::Sign;
use crate::lexicon::times::Tense;
use crate::syntax::Parsed;

/// Everything that bears on the question, gathered once.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// Weekdays of the day of publication, and of those before and after: "today, Saturday".
    said: Vec<(Step, i8)>,
    /// Weekdays on which something happened, in the order of the text, each once.
    weekdays: Vec<i8>,
    /// Days with their year of which the text tells in the past.
    past: Vec<Date>,
    /// Days with their year that are to come.
    future: Vec<Date>,
    /// Months and days without a year on which something happened.
    yearless: Vec<(i8, i8)>,
    /// "Two months after" something.
    offsets: Vec<Length>,
    /// How many dates can only be read with the day first, and with the month first.
    orders: (usize, usize),
    /// Dates of which day and month may change places.
    numeric: Vec<Day>,
    /// The last year that the text speaks of, of dates and years that are over.
    pub last_year: Option<i16>,
}

/// Something that speaks for a day, or against it.
#[derive(Clone, Debug)]
pub(super) struct Reason {
    /// Above zero: for it.
    pub weight: f64,
    /// In words.
    pub words: String,
}

impl Reason {
    /// Whether it says the same as another.
    pub(super) fn says(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

/// What "today, Saturday" weighs.
const SAID: f64 = 4.0;
/// How a weekday on which something happened lies to the day of publication: most news is of the day or the day before.
const RECENT: [f64; 7] = [1.0, 0.9, 0.5, 0.3, 0.1, 0.0, 0.0];
/// How many weekdays, dates, and distances are asked; the first ones of a text are its news.
const MOST: usize = 8;

impl Evidence {
    /// Gathers it from a document's phrases.
    /// Dates that may be the document's own tell nothing of what happened.
    pub(super) fn gather(parsed: &Parsed<'_>, atoms: &Atoms<'_>, phrases: &[Phrase], signs: &[Sign]) -> Self {
        let mut evidence = Self::default();
        let mut sentence = 0;
        let mut signs = signs.iter().map(|s| s.phrase).peekable();
        for (i, phrase) in phrases.iter().enumerate() {
            while atoms.sentences[sentence].end <= phrase.atoms.start {
                sentence += 1;
            }
            let range = atoms.sentences[sentence].clone();
            let local = phrase.atoms.start - range.start..phrase.atoms.end - range.start;
            let own = signs.next_if_eq(&i).is_some();
            match &phrase.meaning {
                Meaning::Point(point) => {
                    let tense = tense::direction(parsed, &atoms.all[range], &local);
                    if let (Some(step), Some(weekday)) = (point.step, point.weekday) {
                        evidence.said.push((step, weekday));
                    }
                    match point.what {
                        What::Day(day) if own => evidence.note_order(day),
                        What::Day(day) => evidence.day(day, point.step, tense),
                        What::Weekday(weekday)
                            if point.step.is_none()
                                && point.within.is_none()
                                && tense != Some(Tense::Future)
                                && !evidence.weekdays.contains(&weekday) =>
                        {
                            evidence.weekdays.push(weekday);
                        }
                        What::Year(year) if tense != Some(Tense::Future) && (1900..=2100).contains(&year) => {
                            evidence.last_year = evidence.last_year.max(Some(year));
                        }
                        _ => {}
                    }
                }
                Meaning::Stretch(Stretch { length, after: Some(true), .. })
                    if length.unit >= Unit::Day && length.count != Count::Some && evidence.offsets.len() < MOST =>
                {
                    evidence.offsets.push(*length);
                }
                _ => {}
            }
        }
        evidence
    }

    fn note_order(&mut self, day: Day) {
        match day.order {
            Some(Order::DayFirst) => self.orders.0 += 1,
            Some(Order::MonthFirst) => self.orders.1 += 1,
            None => {}
        }
    }

    fn day(&mut self, day: Day, step: Option<Step>, tense: Option<Tense>) {
        if day.numeric {
            self.numeric.push(day);
            return;
        }
        self.note_order(day);
        let Some(month) = day.month else { return };
        match day.year.and_then(|year| calendar::day(year, month, day.number)) {
            Some(date) => {
                if tense == Some(Tense::Future) {
                    self.future.push(date);
                } else {
                    self.past.push(date);
                    self.last_year = self.last_year.max(Some(date.year()));
                }
            }
            None if day.year.is_none()
                && tense != Some(Tense::Future)
                && step.is_none()
                && self.yearless.len() < MOST =>
            {
                self.yearless.push((month, day.number));
            }
            None => {}
        }
    }

    /// How much speaks for a day, and why.
    pub(super) fn judge(&self, day: Date) -> (f64, Vec<Reason>) {
        let mut reasons = Vec::new();
        let weekday = calendar::weekday_number(day);
        for (step, said) in self.said.iter().take(MOST) {
            let about = (i32::from(weekday) - 1 + step.by()).rem_euclid(7) as i8 + 1;
            let name = calendar::weekday_name(weekday);
            reasons.push(if about == *said {
                Reason { weight: SAID, words: format!("{day} is a {name}, as the text says") }
            } else {
                Reason { weight: -SAID, words: format!("{day} is a {name}, and the text says otherwise") }
            });
        }
        for (i, said) in self.weekdays.iter().take(MOST).enumerate() {
            let back = (weekday - said).rem_euclid(7);
            let weight = RECENT[usize::from(back.unsigned_abs()).min(6)] * if i == 0 { 1.5 } else { 0.7 };
            let name = calendar::weekday_name(*said);
            let words = match back {
                0 => format!("{day} is a {name}, as the text says"),
                1 => format!("the text tells of {name}, the day before {day}"),
                _ => format!("the text tells of {name}, {back} days before {day}"),
            };
            if weight > 0.0 {
                reasons.push(Reason { weight, words });
            }
        }
        if let Some(late) = self.past.iter().find(|d| **d > day) {
            reasons.push(Reason { weight: -3.0, words: format!("the text tells of {late}, which is after {day}") });
        }
        if let Some(early) = self.future.iter().find(|d| **d < day) {
            reasons.push(Reason { weight: -1.0, words: format!("{early} is to come, and is before {day}") });
        }
        for (month, number) in &self.yearless {
            let Some(last) = last_before(day, *month, *number) else { continue };
            let gap = calendar::days_between(last, day);
            for length in &self.offsets {
                let Some(expected) = length.from(last, true) else { continue };
                let off = f64::from(calendar::days_between(expected, day)).abs();
                let near = off <= length.unit.days() * 0.75;
                let value = words_of(*length);
                if near {
                    let words = format!("{last} is {gap} days before {day}, and the text says {value}");
                    reasons.push(Reason { weight: 2.5, words });
                }
            }
            if gap > 300 {
                let words = format!("{month:02}-{number:02} would be {gap} days before {day}");
                reasons.push(Reason { weight: -0.7, words });
            }
        }
        (reasons.iter().map(|r| r.weight).sum(), reasons)
    }

    /// Which of day and month comes first in the document's dates: what its own dates show, else what is usual.
    pub(super) fn order(&self, usual: Option<Order>, published: Option<Date>) -> Order {
        if self.orders.0 != self.orders.1 {
            return if self.orders.0 > self.orders.1 { Order::DayFirst } else { Order::MonthFirst };
        }
        // Dates of a text that is published lie before that day, and mostly not long before.
        if let Some(published) = published {
            let votes: i32 = self.numeric.iter().take(MOST).map(|day| vote(*day, published)).sum();
            if votes != 0 {
                return if votes > 0 { Order::DayFirst } else { Order::MonthFirst };
            }
        }
        usual.unwrap_or(Order::DayFirst)
    }

    /// How much the usual order weighs against what the text says.
    pub(super) fn order_weight(&self, usual: Option<Order>) -> f64 {
        if self.orders.0 != self.orders.1 {
            2.5
        } else if usual.is_some() {
            1.5
        } else {
            0.5
        }
    }
}

/// Whether a date in numbers fits a day of publication better with the day first (1) or with the month first (-1).
fn vote(day: Day, published: Date) -> i32 {
    let (Some(year), Some(month)) = (day.year, day.month) else { return 0 };
    let fits = |month: i8, number: i8| {
        calendar::day(year, month, number).map(|date| {
            let said = day.weekday.is_none_or(|w| w == calendar::weekday_number(date));
            (said, date <= published)
        })
    };
    match (fits(month, day.number), fits(day.number, month)) {
        (a, b) if a == b => 0,
        (Some(a), Some(b)) if a < b => -1,
        (None, _) => -1,
        _ => 1,
    }
}

/// The last such day of a year that is not after `day`.
fn last_before(day: Date, month: i8, number: i8) -> Option<Date> {
    let this = calendar::day(day.year(), month, number);
    this.filter(|d| *d <= day.saturating_add(1.day()))
        .or_else(|| calendar::day(day.year().checked_sub(1)?, month, number))
        .filter(|d| *d <= day)
}

/// "2 months".
fn words_of(length: Length) -> String {
    let unit = format!("{:?}", length.unit).to_lowercase();
    match length.count {
        Count::Exact(count) if (count - 1.0).abs() < 1e-9 => format!("a {unit}"),
        Count::Exact(count) => format!("{count} {unit}s"),
        Count::Some => format!("some {unit}s"),
    }
}
