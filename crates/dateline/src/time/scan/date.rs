//! Days of the calendar: "Saturday, April 25, 2026", "25th of April", `25/04/2026`, "3-5 May", "the 14th"; and years.

use super::super::atom::Kind;
use super::super::phrase::{Day, Point, What};
use super::super::published::Order;
use super::{Found, Scan};

impl Scan<'_> {
    /// A day named by day and month, or by numbers, with the weekday before it.
    pub(super) fn date(&self, at: usize) -> Found<Point> {
        if let Some((weekday, next)) = self.weekday(at, true) {
            let next = self.skip_mark(next, ',');
            let (mut point, end) = self.plain_date(next).or_else(|| self.the_day(next, true))?;
            if let What::Day(day) = &mut point.what {
                day.weekday = Some(weekday);
            }
            return Some((point, end));
        }
        // "Last Oct. 23": which one the day alone would say, too.
        let next = if self.any(at, &["last", "this", "next"]) { at + 1 } else { at };
        self.plain_date(next).or_else(|| self.the_day(at, false))
    }

    fn plain_date(&self, at: usize) -> Found<Point> {
        self.numeric(at).or_else(|| self.month_day(at)).or_else(|| self.day_month(at))
    }

    /// The name of a weekday; a short one only where a date is `beside` it, or with a full stop.
    pub(super) fn weekday(&self, at: usize, beside: bool) -> Found<i8> {
        let atom = self.atom(at)?;
        let weekday = atom.word.weekday?;
        if !atom.word.short {
            return Some((weekday, at + 1));
        }
        let end = self.skip_dot(at + 1);
        (atom.capital && (beside || end > at + 1 && !atom.shouted)).then_some((weekday, end))
    }

    /// The name of a month. Short and doubtful ones are taken where a number stands beside them.
    pub(super) fn month(&self, at: usize, beside: bool) -> Found<i8> {
        let atom = self.atom(at)?;
        let month = atom.word.month?;
        if beside {
            let end = if atom.word.short { self.skip_dot(at + 1) } else { at + 1 };
            return (atom.capital || !atom.word.doubtful).then_some((month, end));
        }
        if atom.word.short {
            let dotted = self.skip_dot(at + 1) > at + 1 && self.atom(at + 2).is_some();
            return (atom.capital && dotted && self.introduced(at)).then_some((month, at + 2));
        }
        let article = |b| self.any(b, &["the", "a", "an", "annual", "his", "her", "its", "their"]);
        if atom.word.doubtful && at.checked_sub(1).is_some_and(article) {
            return None;
        }
        if atom.word.doubtful && (!atom.capital || (at == 0 || atom.shouted) && !self.introduced(at)) {
            return None;
        }
        Some((month, at + 1))
    }

    /// Whether a word before makes it likely that a time follows: "in", "since", "early".
    pub(super) fn introduced(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|b| self.atom(b)) else {
            return false;
        };
        let word = before.word;
        matches!(before.text, "of" | "the" | "and" | "or") && before.text != "the"
            || word.relation.is_some()
            || word.step.is_some()
            || word.edge.is_some()
            || before.kind == Kind::Mark('-')
    }

    /// A day of the month from 1 to 31 in digits or as an ordinal.
    fn day_number(&self, at: usize) -> Found<i8> {
        if let Some((day @ 1..=31, end)) = self.ordinal(at) {
            return Some((day, end));
        }
        let (day @ 1..=31, 1..=2) = self.digits(at)? else { return None };
        (self.fresh(at) && self.ends(at + 1)).then_some((day as i8, at + 1))
    }

    /// A year where a date leads one to expect it: `2026`, `'98`, or in words.
    pub(super) fn year_beside(&self, at: usize) -> Found<i16> {
        if let Some((year @ 1000..=2999, 4)) = self.digits(at) {
            let sentence_end = self.mark(at + 1, '.') || self.mark(at + 1, ',');
            return (self.ends(at + 1) || sentence_end).then_some((year as i16, at + 1));
        }
        if self.mark(at, '\'') && self.glued(at + 1) {
            let (year, 2) = self.digits(at + 1)? else { return None };
            return self.ends(at + 2).then_some((two_digits(year), at + 2));
        }
        self.spelled_year(at)
    }

    /// `, 2026`, ` 2026`, ` of 2026`.
    fn year_after(&self, at: usize) -> Found<i16> {
        let next = if self.mark(at, ',') { at + 1 } else { self.skip(at, "of") };
        self.year_beside(next).filter(|_| next > at || !self.glued(at) || self.mark(at, '\''))
    }

    /// "April 25", "April 25th, 2026", "April 3-5".
    fn month_day(&self, at: usize) -> Found<Point> {
        let (month, next) = self.month(at, true)?;
        let next = self.skip(next, "the");
        let (first, mut end) = self.day_number(next)?;
        let mut until = None;
        let joined = self.mark(end, '-') || self.any(end, &["to", "through", "and", "until"]);
        if joined {
            // "April 25 and 30 soldiers" has no second day.
            let counted = self.any(end, &["and", "to"]) && !self.closes(end + 2);
            if let Some((last, after)) = self.day_number(end + 1).filter(|(last, _)| *last > first && !counted) {
                until = Some(last);
                end = after;
            }
        }
        let year = self.year_after(end);
        end = year.map_or(end, |(_, after)| after);
        Some((between(year.map(|y| y.0), month, first, until), end))
    }

    /// Whether what stands at an atom ends a phrase: a mark, the end, or a word that no noun phrase goes on with.
    fn closes(&self, at: usize) -> bool {
        match self.atom(at) {
            None => true,
            Some(atom) => match atom.kind {
                Kind::Mark(mark) => mark != '-' && mark != '%' && mark != '$',
                Kind::Number(_, digits) => digits == 4,
                Kind::Word => {
                    atom.word.relation.is_some()
                        || atom.word.tense.is_some()
                        || matches!(
                            atom.text,
                            "and"
                                | "or"
                                | "of"
                                | "when"
                                | "the"
                                | "a"
                                | "that"
                                | "which"
                                | "as"
                                | "with"
                                | "near"
                                | "where"
                        )
                }
            },
        }
    }

    /// "25 April", "the 25th of April 2026", "3-5 May", "3 and 5 May".
    fn day_month(&self, at: usize) -> Found<Point> {
        let begin = self.skip(at, "the");
        let (first, mut next) = self.day_number(begin)?;
        let mut until = None;
        if (self.mark(next, '-') || self.any(next, &["to", "and", "or", "until"]))
            && let Some((last, after)) = self.day_number(next + 1).filter(|(last, _)| *last > first)
        {
            until = Some(last);
            next = after;
        }
        if self.mark(next, '-') && !self.glued(next) {
            return None;
        }
        let next = self.skip_mark(self.skip(next, "of"), '-');
        let (month, mut end) = self.month(next, true)?;
        let (first, until) = match until {
            Some(last) => (first, Some(last)),
            None => (first, None),
        };
        // In "May 25 June 3" the 25 is not June's; in "25 May 3" the 3 is no day.
        let next = self.skip_mark(end, '-');
        let year = self.year_after(next).or_else(|| self.year_after(end));
        if let Some((_, after)) = year {
            end = after;
        } else if let (true, Some((short @ 0..=99, 2))) = (next > end, self.digits(next)) {
            // 25-Apr-26
            return Some((between(Some(two_digits(short)), month, first, until), next + 1));
        }
        Some((between(year.map(|y| y.0), month, first, until), end))
    }

    /// "The 14th", where no noun follows; `beside` a weekday also before one.
    fn the_day(&self, at: usize, beside: bool) -> Found<Point> {
        if !self.is(at, "the") || self.digits(at + 1).is_none() {
            return None;
        }
        let (day @ 1..=31, end) = self.ordinal(at + 1)? else { return None };
        let led = at.checked_sub(1).is_some_and(|b| self.any(b, &["on", "until", "since", "by", "from", "of", "to"]));
        let day = Day { year: None, month: None, number: day, weekday: None, numeric: false, order: None };
        (beside || led && self.closes(end)).then_some((Point::new(What::Day(day)), end))
    }

    /// `2026-04-25`, `25/04/2026`, `4/7/26`, `25.04.2026`.
    fn numeric(&self, at: usize) -> Found<Point> {
        let (first, first_digits) = self.digits(at)?;
        if !self.fresh(at) {
            return None;
        }
        let Kind::Mark(mark @ ('/' | '-' | '.')) = self.atom(at + 1)?.kind else { return None };
        let parts = [self.digits(at + 2)?, self.digits(at + 4)?];
        let tight = (at + 1..at + 5).all(|i| self.glued(i)) && self.mark(at + 3, mark);
        let [(second, second_digits), (third, third_digits)] = parts;
        if !tight || second_digits > 2 {
            return None;
        }
        let mut end = at + 5;
        let (year, month, day, numeric) = match (first_digits, third_digits) {
            (4, 1..=2) => (first, second, third, false),
            (1..=2, 4) => (third, second, first, true),
            (1..=2, 2) if mark != '-' => (two_digits(third) as u32, second, first, true),
            _ => return None,
        };
        if !(1000..=2999).contains(&year) || month == 0 || day == 0 || month > 31 || day > 31 || month > 12 && day > 12
        {
            return None;
        }
        // ISO 8601 date and time: the time is the clock's to read, but "T" must not hide the date.
        if self.glued(end) && self.is(end, "t") && self.digits(end + 1).is_some() {
            end += 1;
            while self.glued(end) && (self.digits(end).is_some() || self.mark(end, ':') || self.mark(end, '.')) {
                end += 1;
            }
            if self.glued(end) && self.is(end, "z") {
                end += 1;
            }
        } else if !self.ends(end) && !self.mark(end, '.') {
            return None;
        }
        // Where only one order is possible, it is no question.
        let written = numeric;
        let (month, day, numeric) =
            if month > 12 { (day, month, false) } else { (month, day, numeric && day <= 12 && day != month) };
        let order = match (written, numeric || day == month) {
            (true, false) if second > 12 => Some(Order::MonthFirst),
            (true, false) => Some(Order::DayFirst),
            _ => None,
        };
        let (year, month, number) = (Some(year as i16), Some(month as i8), day as i8);
        let day = Day { year, month, number, weekday: None, numeric, order };
        Some((Point::new(What::Day(day)), end))
    }

    /// A year that stands alone.
    pub(super) fn year(&self, at: usize) -> Found<i16> {
        let next = if self.is(at, "the") && self.is(at + 1, "year") { at + 2 } else { self.skip(at, "year") };
        if next > at {
            return self.year_beside(next);
        }
        if self.mark(at, '\'') {
            return self.year_beside(at).filter(|_| self.introduced(at));
        }
        if let Some((year @ 1400..=2200, 4)) = self.digits(at) {
            let ends = self.ends(at + 1);
            return (ends && self.fresh(at) && self.is_year(at, year)).then_some((year as i16, at + 1));
        }
        let (year, end) = self.spelled_year(at)?;
        (self.introduced(at) || end > at + 2 && year != 2000).then_some((year, end))
    }

    /// Whether a number of four digits is a year and no count.
    fn is_year(&self, at: usize, year: u32) -> bool {
        let likely = (1900..=2050).contains(&year);
        let before = at.checked_sub(1).and_then(|b| self.atom(b));
        let led = self.introduced(at);
        if let Some(before) = before {
            let code = matches!(before.kind, Kind::Mark('$' | '£' | '€' | '#' | '+' | '/' | '.'));
            if code || matches!(before.text, "no" | "than" | "about" | "some" | "nearly" | "almost" | "over") {
                return false;
            }
        }
        match self.atom(at + 1).map(|a| (a.kind, a)) {
            None => led || likely,
            Some((Kind::Mark(mark), next)) => {
                let unit =
                    matches!(mark, '%' | '$' | '°' | '€' | '£') || mark == '-' && next.glued && !self.mark(at + 1, ' ');
                let range = mark == '-' && self.digits(at + 2).is_some_and(|(_, digits)| matches!(digits, 2 | 4));
                (!unit || range) && (led || likely)
            }
            Some((Kind::Number(..), _)) => led && likely,
            Some((Kind::Word, next)) => {
                let counted = next.word.unit.is_some_and(|u| u.is_clock() || next.word.plural)
                    || matches!(
                        next.text,
                        "people" | "percent" | "per" | "soldiers" | "troops" | "miles" | "km" | "points"
                    );
                if counted {
                    false
                } else {
                    // News writes counts of this size with a comma.
                    likely || led && self.closes(at + 1)
                }
            }
        }
    }
}

/// The year that two digits mean: 1970 to 2069, as POSIX has it.
pub(super) fn two_digits(year: u32) -> i16 {
    if year < 70 { 2000 + year as i16 } else { 1900 + year as i16 }
}

fn between(year: Option<i16>, month: i8, first: i8, last: Option<i8>) -> Point {
    let day = |number| What::Day(Day { year, month: Some(month), number, weekday: None, numeric: false, order: None });
    Point { until: last.map(day), ..Point::new(day(first)) }
}
