//! `lexicon/times/`: the words of time, vague phrases, and the days of the year that have a name.

use std::collections::HashMap;

use super::file::{File, Problem};
use crate::time::calendar::{DayPart, Season, Unit};
use crate::time::holiday::Rule;
use crate::time::phrase::{Edge, Reference, Step};
use crate::time::published::Order;

/// What one word may say of time; a word may do several things ("second", "past").
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Word {
    /// 1 to 12.
    pub month: Option<i8>,
    /// 1 for Monday to 7.
    pub weekday: Option<i8>,
    /// A short form, to be believed only beside a number or another name of time.
    pub short: bool,
    /// A name that is another word too ("may"): to be believed only in upper case.
    pub doubtful: bool,
    pub unit: Option<Unit>,
    /// How many of `unit` it stands for: 2 in "fortnight".
    pub multiple: u8,
    pub plural: bool,
    /// "Two", "twenty".
    pub number: Option<u8>,
    /// "Hundred", "thousand".
    pub times: Option<u32>,
    /// "Third".
    pub ordinal: Option<i8>,
    pub part: Option<DayPart>,
    pub season: Option<Season>,
    pub step: Option<Step>,
    pub edge: Option<Edge>,
    /// "Several": a count that is not told.
    pub some: bool,
    /// "About", "nearly": before a count, part of the expression.
    pub about: bool,
    /// "Nineties": 9.
    pub decade: Option<i8>,
    /// "Daily": once in the unit.
    pub every: Option<Unit>,
    /// "Today" is `This` day.
    pub near: Option<Step>,
    pub clock: Option<ClockWord>,
    /// A time zone: "GMT".
    pub zone: bool,
    /// A word that tells of the tense: see [`Tense`].
    pub tense: Option<Tense>,
    /// A word that says that a date on its line is the document's own.
    pub label: Option<Label>,
    /// A preposition or conjunction before a time.
    pub relation: Option<crate::time::Relation>,
}

/// Half of the day, beside an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClockWord {
    Am,
    Pm,
    Oclock,
}

/// Whether a clause tells what was or what will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Future,
}

/// What a line says of the date on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    /// "Published", "posted".
    Published,
    /// "Updated".
    Updated,
}

/// A phrase of several words, or one, that has a meaning as a whole.
#[derive(Clone, Debug)]
pub(crate) struct FixedPhrase {
    /// The words after the first.
    pub rest: Box<[Box<str>]>,
    pub what: Fixed,
}

/// What a fixed phrase means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fixed {
    Reference(Reference),
    /// Index in [`TimeWords::holidays`].
    Holiday(u16),
    /// Words that look like a time and are none: "may day", "black september".
    Nothing,
}

/// A day or days of the year that have a name.
#[derive(Clone, Debug)]
pub(crate) struct Holiday {
    pub rule: Rule,
}

/// The tables of `lexicon/times/`.
#[derive(Debug, Default)]
pub(crate) struct TimeWords {
    words: HashMap<Box<str>, Word>,
    phrases: HashMap<Box<str>, Vec<FixedPhrase>>,
    pub(crate) holidays: Vec<Holiday>,
    /// Endings of host names and parts of outlets' names, with the order in which their dates are written.
    orders: Vec<(Box<str>, Order)>,
}

impl TimeWords {
    /// Reads `times/words.tsv`, `times/phrases.tsv`, `times/holidays.tsv`, and `times/order.tsv`, and what a user adds beside them under
    /// the same names with another ending (`words-mine.tsv`).
    pub(crate) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut tables = Self::default();
        for file in files {
            if file.path.starts_with("times/words") {
                file.rows(&["word", "class", "value", "note"], problems, |row| {
                    let words = row.get("word");
                    for word in words.split(';').map(str::trim).filter(|w| !w.is_empty()) {
                        let entry = tables.words.entry(word.into()).or_default();
                        if !entry.set(row.get("class"), row.get("value")) {
                            return Err(row.problem(format!(
                                "the class {:?} with the value {:?} is not known; see the head of times/words.tsv",
                                row.get("class"),
                                row.get("value"),
                            )));
                        }
                    }
                    Ok(())
                });
            } else if file.path.starts_with("times/phrases") {
                file.rows(&["phrase", "value"], problems, |row| {
                    let value = row.get("value");
                    let what = match Reference::parse(value) {
                        Some(reference) => Fixed::Reference(reference),
                        None if value == "none" => Fixed::Nothing,
                        None => {
                            let known = "PAST_REF, PRESENT_REF, FUTURE_REF, or none";
                            return Err(row.problem(format!("the value is {value:?}; expected {known}")));
                        }
                    };
                    row.list("phrase").for_each(|phrase| tables.add(phrase, what));
                    Ok(())
                });
            } else if file.path.starts_with("times/order") {
                file.rows(&["sign", "order", "note"], problems, |row| {
                    let Some(order) = Order::parse(row.get("order")) else {
                        return Err(row.problem("the order is neither DMY nor MDY"));
                    };
                    tables.orders.extend(row.list("sign").map(|sign| (sign.to_lowercase().into(), order)));
                    Ok(())
                });
            } else if file.path.starts_with("times/holidays") {
                file.rows(&["names", "rule", "note"], problems, |row| {
                    let Some(rule) = Rule::parse(row.get("rule")) else {
                        let message = format!("the rule {:?} is not known; see the head of the file", row.get("rule"));
                        return Err(row.problem(message));
                    };
                    let Ok(index) = u16::try_from(tables.holidays.len()) else {
                        return Err(row.problem("more holidays than 65535"));
                    };
                    tables.holidays.push(Holiday { rule });
                    row.list("names").for_each(|name| tables.add(name, Fixed::Holiday(index)));
                    Ok(())
                });
            }
        }
        for phrases in tables.phrases.values_mut() {
            phrases.sort_by_key(|p| std::cmp::Reverse(p.rest.len()));
        }
        tables
    }

    /// What the lexicon knows of a word in lower case.
    pub(crate) fn word(&self, lower: &str) -> Word {
        self.words.get(lower).copied().unwrap_or_default()
    }

    /// The order of day and month that an outlet writes, by its name and the host of its address.
    pub(crate) fn order(&self, publisher: Option<&str>, url: Option<&str>) -> Option<Order> {
        let publisher = publisher.map(str::to_lowercase);
        let host = url.map(|url| {
            let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
            rest.split(['/', '?', '#', ':']).next().unwrap_or(rest).to_lowercase()
        });
        self.orders.iter().find_map(|(sign, order)| {
            let host = || host.as_ref().is_some_and(|host| host.ends_with(&**sign));
            let named = || publisher.as_ref().is_some_and(|name| name.contains(&**sign));
            let found = if sign.starts_with('.') { host() } else { host() || named() };
            found.then_some(*order)
        })
    }

    /// The phrases that begin with a word in lower case, longest first.
    pub(crate) fn phrases(&self, first: &str) -> &[FixedPhrase] {
        self.phrases.get(first).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, phrase: &str, what: Fixed) {
        let lower = phrase.to_lowercase();
        let mut pieces = split(&lower).map(Box::from);
        if let Some(first) = pieces.next() {
            let rest = pieces.collect();
            self.phrases.entry(first).or_default().push(FixedPhrase { rest, what });
        }
    }
}

/// A phrase cut as a text is: runs of letters, runs of digits, single marks.
fn split(phrase: &str) -> impl Iterator<Item = &str> {
    let mut rest = phrase;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let end = if first.is_alphanumeric() {
            rest.find(|c: char| c.is_alphabetic() != first.is_alphabetic() || !c.is_alphanumeric())
                .unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

impl Word {
    /// Whether the lexicon knows anything of it that an expression can begin with.
    pub(crate) fn is_known(&self) -> bool {
        self.month.is_some()
            || self.weekday.is_some()
            || self.unit.is_some()
            || self.number.is_some()
            || self.ordinal.is_some()
            || self.part.is_some()
            || self.season.is_some()
            || self.step.is_some()
            || self.edge.is_some()
            || self.some
            || self.about
            || self.decade.is_some()
            || self.every.is_some()
            || self.near.is_some()
            || self.times.is_some()
    }

    /// Adds what a row says; false where the class or the value is not known.
    fn set(&mut self, class: &str, value: &str) -> bool {
        fn put<T>(field: &mut Option<T>, value: Option<T>) -> bool {
            let known = value.is_some();
            if known {
                *field = value;
            }
            known
        }
        let number = || value.parse::<u32>().ok();
        let small = || value.parse::<i8>().ok();
        match class {
            "month" | "month.short" | "month.doubtful" => {
                self.short |= class == "month.short";
                self.doubtful |= class == "month.doubtful";
                put(&mut self.month, small().filter(|m| (1..=12).contains(m)))
            }
            "weekday" | "weekday.short" => {
                self.short |= class == "weekday.short";
                put(&mut self.weekday, small().filter(|d| (1..=7).contains(d)))
            }
            "unit" | "units" => {
                self.plural = class == "units";
                let (multiple, name) = value.split_once(' ').unwrap_or(("1", value));
                self.multiple = multiple.parse().unwrap_or(0);
                self.multiple > 0 && put(&mut self.unit, Unit::parse(name))
            }
            "number" => put(&mut self.number, value.parse().ok()),
            "times" => put(&mut self.times, number()),
            "ordinal" => put(&mut self.ordinal, small()),
            "part" | "parts" => {
                self.plural |= class == "parts";
                put(&mut self.part, DayPart::parse(value))
            }
            "season" | "seasons" => {
                self.plural |= class == "seasons";
                let season = match value {
                    "spring" => Some(Season::Spring),
                    "summer" => Some(Season::Summer),
                    "autumn" => Some(Season::Autumn),
                    "winter" => Some(Season::Winter),
                    _ => None,
                };
                put(&mut self.season, season)
            }
            "step" => put(&mut self.step, Step::parse(value)),
            "near" => put(&mut self.near, Step::parse(value)),
            "edge" => put(&mut self.edge, Edge::parse(value)),
            "some" => {
                self.some = true;
                true
            }
            "about" => {
                self.about = true;
                true
            }
            "decade" => put(&mut self.decade, small().filter(|d| (0..=9).contains(d))),
            "every" => put(&mut self.every, Unit::parse(value)),
            "clock" => {
                let clock = match value {
                    "am" => Some(ClockWord::Am),
                    "pm" => Some(ClockWord::Pm),
                    "oclock" => Some(ClockWord::Oclock),
                    _ => None,
                };
                put(&mut self.clock, clock)
            }
            "zone" => {
                self.zone = true;
                true
            }
            "tense" => {
                let tense = match value {
                    "past" => Some(Tense::Past),
                    "future" => Some(Tense::Future),
                    _ => None,
                };
                put(&mut self.tense, tense)
            }
            "label" => {
                let label = match value {
                    "published" => Some(Label::Published),
                    "updated" => Some(Label::Updated),
                    _ => None,
                };
                put(&mut self.label, label)
            }
            "relation" => put(&mut self.relation, crate::time::Relation::parse(value)),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_named() {
        let file = |path: &str, text: &str| File { path: path.into(), text: text.into() };
        let mut problems = Vec::new();
        let words = TimeWords::load(
            &[
                file("times/holidays.tsv", "names\trule\tnote\nToday's Day\t13-01\n"),
                file("times/phrases.tsv", "phrase\tvalue\nof old\tPAST\n"),
                file("times/words.tsv", "word\tclass\tvalue\tnote\njulember\tmonth\t13\nlustrum\tunit\t5 year\n"),
            ],
            &mut problems,
        );
        let lines: Vec<String> = problems.iter().map(|p| format!("{}:{}", p.path, p.line)).collect();
        assert_eq!(lines, ["times/holidays.tsv:2", "times/phrases.tsv:2", "times/words.tsv:2"]);
        assert_eq!(words.word("lustrum").unit, Some(Unit::Year));
        assert_eq!(words.word("lustrum").multiple, 5);
    }

    #[test]
    fn phrases_are_cut_as_texts_are() {
        let pieces: Vec<&str> = split("new year's 9/11 day").collect();
        assert_eq!(pieces, ["new", "year", "'", "s", "9", "/", "11", "day"]);
    }
}
