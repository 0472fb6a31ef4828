//! Days of the year that have a name, and how to find them: fixed days, the n-th weekday of a month, days counted from
//! Easter, months of the Islamic and Hebrew calendars, and lists.
//!
//! Easter is computed as Meeus, *Astronomical Algorithms* (1998), chapter 8, does. The Islamic calendar is the tabular
//! one (civil epoch, leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of each thirty); where the moon is sighted,
//! days may differ by one or two. The Hebrew calendar follows Dershowitz and Reingold, *Calendrical Calculations*.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// How to find a named day, or days, of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// `12-25`, `12-24..12-26`: month and day, first and last.
    Fixed((i8, i8), (i8, i8)),
    /// `11/4thu`, `5/-1mon`: the n-th weekday of a month, counted from the end where n is below zero.
    Nth { month: i8, n: i8, weekday: Weekday },
    /// `easter+0`, `orthodox-7..+0`: days from Easter Sunday of the western or eastern church.
    Easter { eastern: bool, first: i16, last: i16 },
    /// `hijri 9`, `hijri 10-1`, `hijri 10-1..3`: a month, a day, or days of the Islamic calendar.
    Hijri { month: u8, first: u8, last: u8 },
    /// `hebrew 7-10`, `hebrew 7-15..21`: days of the Hebrew calendar, months counted from Nisan.
    Hebrew { month: u8, first: u8, last: u8 },
    /// `dates 2024-02-10 2025-01-29`: one day for each year that is listed.
    Dates(Vec<Date>),
}

impl Rule {
    /// Reads a rule as the lexicon writes it.
    pub(crate) fn parse(rule: &str) -> Option<Self> {
        if let Some(dates) = rule.strip_prefix("dates ") {
            let dates: Option<Vec<Date>> = dates.split_whitespace().map(|d| d.parse().ok()).collect();
            return dates.map(Self::Dates);
        }
        if let Some(rest) = rule.strip_prefix("hijri ") {
            let (month, first, last) = month_days(rest, 30)?;
            return Some(Self::Hijri { month, first, last });
        }
        if let Some(rest) = rule.strip_prefix("hebrew ") {
            let (month, first, last) = month_days(rest, 30)?;
            return Some(Self::Hebrew { month, first, last });
        }
        for (name, eastern) in [("easter", false), ("orthodox", true)] {
            if let Some(rest) = rule.strip_prefix(name) {
                let (first, last) = rest.split_once("..").unwrap_or((rest, rest));
                let (first, last) = (first.parse().ok()?, last.parse().ok()?);
                return (first <= last).then_some(Self::Easter { eastern, first, last });
            }
        }
        if let Some((month, rest)) = rule.split_once('/') {
            let (n, weekday) = rest.split_at_checked(rest.len().checked_sub(3)?)?;
            let weekday = match weekday {
                "mon" => Weekday::Monday,
                "tue" => Weekday::Tuesday,
                "wed" => Weekday::Wednesday,
                "thu" => Weekday::Thursday,
                "fri" => Weekday::Friday,
                "sat" => Weekday::Saturday,
                "sun" => Weekday::Sunday,
                _ => return None,
            };
            let (month, n) = (month.parse().ok()?, n.parse().ok()?);
            return ((1..=12).contains(&month) && n != 0).then_some(Self::Nth { month, n, weekday });
        }
        let (first, last) = rule.split_once("..").unwrap_or((rule, rule));
        let day = |text: &str| {
            let (month, day) = text.split_once('-')?;
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            Date::new(2024, month, day).ok().map(|_| (month, day))
        };
        Some(Self::Fixed(day(first)?, day(last)?))
    }

    /// First and last day of the one that begins in a year. Of two in one year (Ramadan in 2030) the first.
    pub(crate) fn days(&self, year: i16) -> Option<(Date, Date)> {
        match self {
            Self::Fixed(first, last) => {
                let next_year = if last < first { year.checked_add(1)? } else { year };
                Some((Date::new(year, first.0, first.1).ok()?, Date::new(next_year, last.0, last.1).ok()?))
            }
            Self::Nth { month, n, weekday } => {
                let day = Date::new(year, *month, 1).ok()?.nth_weekday_of_month(*n, *weekday).ok()?;
                Some((day, day))
            }
            Self::Easter { eastern, first, last } => {
                let easter = if *eastern { orthodox_easter(year) } else { easter(year) }?;
                Some((move_days(easter, i64::from(*first))?, move_days(easter, i64::from(*last))?))
            }
            Self::Hijri { month, first, last } => {
                // A year of the Islamic calendar has 354 or 355 days; the one that runs on 1 January is about this.
                let about = ((i64::from(year) - 622) * 33).div_euclid(32);
                (about - 1..about + 3).find_map(|hijri| {
                    let start = from_day_number(hijri_day(hijri, i64::from(*month), i64::from(*first)))?;
                    let length = if *month % 2 == 1 || *month == 12 && hijri_leap(hijri) { 30 } else { 29 };
                    let last = move_days(start, i64::from((*last).min(length) - (*first).min(length)))?;
                    (start.year() == year).then_some((start, last))
                })
            }
            Self::Hebrew { month, first, last } => {
                let about = i64::from(year) + 3760;
                (about - 1..about + 2).find_map(|hebrew| {
                    let start = from_day_number(hebrew_day(hebrew, i64::from(*month), i64::from(*first)))?;
                    let last = move_days(start, i64::from(last - first))?;
                    (start.year() == year).then_some((start, last))
                })
            }
            Self::Dates(dates) => dates.iter().find(|d| d.year() == year).map(|d| (*d, *d)),
        }
    }
}

/// `9`, `10-1`, `10-1..3`; where no day is named, the whole month.
fn month_days(text: &str, longest: u8) -> Option<(u8, u8, u8)> {
    let (month, days) = match text.split_once('-') {
        Some((month, days)) => (month, Some(days)),
        None => (text, None),
    };
    let month: u8 = month.parse().ok()?;
    let (first, last): (u8, u8) = match days {
        None => (1, longest),
        Some(days) => {
            let (first, last) = days.split_once("..").unwrap_or((days, days));
            (first.parse().ok()?, last.parse().ok()?)
        }
    };
    ((1..=13).contains(&month) && 1 <= first && first <= last && last <= longest).then_some((month, first, last))
}

fn move_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

/// Easter Sunday of the Gregorian calendar.
#[expect(clippy::many_single_char_names, reason = "the names are those of the book")]
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let f = (b + 8).div_euclid(25);
    let g = (b - f + 1).div_euclid(3);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c.div_euclid(4), c.rem_euclid(4));
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l).div_euclid(451);
    let n = h + l - 7 * m + 114;
    Date::new(year, n.div_euclid(31) as i8, (n.rem_euclid(31) + 1) as i8).ok()
}

/// Easter Sunday of the Julian calendar, as a day of the Gregorian one.
#[expect(clippy::many_single_char_names, reason = "the names are those of the book")]
fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(4), y.rem_euclid(7), y.rem_euclid(19));
    let d = (19 * c + 15).rem_euclid(30);
    let e = (2 * a + 4 * b - d + 34).rem_euclid(7);
    let n = d + e + 114;
    let julian = Date::new(year, n.div_euclid(31) as i8, (n.rem_euclid(31) + 1) as i8).ok()?;
    let behind = y.div_euclid(100) - y.div_euclid(400) - 2;
    move_days(julian, i64::from(behind))
}

/// The day of a count that has 1 January of year 1 (Gregorian) as day 1.
fn from_day_number(number: i64) -> Option<Date> {
    Date::new(1, 1, 1).ok()?.checked_add(jiff::Span::new().try_days(number - 1).ok()?).ok()
}

fn hijri_leap(year: i64) -> bool {
    (11 * year + 14).rem_euclid(30) < 11
}

/// Day number of a day of the tabular Islamic calendar. Its epoch, 16 July 622 Julian, is day 227,015.
fn hijri_day(year: i64, month: i64, day: i64) -> i64 {
    const EPOCH: i64 = 227_015;
    EPOCH - 1 + (year - 1) * 354 + (3 + 11 * year).div_euclid(30) + 29 * (month - 1) + month / 2 + day
}

fn hebrew_leap(year: i64) -> bool {
    (7 * year + 1).rem_euclid(19) < 7
}

/// Days from the Hebrew epoch to the new year of `year`, before the last rule of delay.
fn hebrew_elapsed(year: i64) -> i64 {
    let months = (235 * year - 234).div_euclid(19);
    let parts = 12_084 + 13_753 * months;
    let day = 29 * months + parts.div_euclid(25_920);
    if (3 * (day + 1)).rem_euclid(7) < 3 { day + 1 } else { day }
}

/// Day number of the new year (1 Tishri) of a Hebrew year.
fn hebrew_new_year(year: i64) -> i64 {
    const EPOCH: i64 = -1_373_427;
    let (before, this, after) = (hebrew_elapsed(year - 1), hebrew_elapsed(year), hebrew_elapsed(year + 1));
    let delay = if after - this == 356 { 2 } else { i64::from(this - before == 382) };
    EPOCH + this + delay
}

/// Day number of a day of the Hebrew calendar; month 1 is Nisan, 7 Tishri.
fn hebrew_day(year: i64, month: i64, day: i64) -> i64 {
    let months = if hebrew_leap(year) { 13 } else { 12 };
    let days_of_year = hebrew_new_year(year + 1) - hebrew_new_year(year);
    let length = |m: i64| match m {
        2 | 4 | 6 | 10 | 13 => 29,
        8 if days_of_year % 10 != 5 => 29,
        9 if days_of_year % 10 == 3 => 29,
        12 if !hebrew_leap(year) => 29,
        _ => 30,
    };
    let before: i64 =
        if month >= 7 { (7..month).map(length).sum() } else { (7..=months).chain(1..month).map(length).sum() };
    hebrew_new_year(year) + before + day - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: &str, year: i16, first: &str, last: &str) {
        let rule = Rule::parse(rule).unwrap_or_else(|| panic!("{rule} is a rule"));
        let (from, to) = rule.days(year).unwrap_or_else(|| panic!("{rule:?} has no day in {year}"));
        assert_eq!((from.to_string().as_str(), to.to_string().as_str()), (first, last), "{rule:?} in {year}");
    }

    #[test]
    fn named_days() {
        check("12-25", 2026, "2026-12-25", "2026-12-25");
        check("12-31..01-01", 2026, "2026-12-31", "2027-01-01");
        check("11/4thu", 1999, "1999-11-25", "1999-11-25");
        check("5/-1mon", 2026, "2026-05-25", "2026-05-25");
        check("easter+0", 2024, "2024-03-31", "2024-03-31");
        check("easter+0", 2000, "2000-04-23", "2000-04-23");
        check("easter-7..-1", 2026, "2026-03-29", "2026-04-04");
        check("orthodox+0", 2024, "2024-05-05", "2024-05-05");
        check("orthodox+0", 2026, "2026-04-12", "2026-04-12");
        check("hijri 9", 2024, "2024-03-11", "2024-04-09");
        check("hijri 10-1", 2024, "2024-04-10", "2024-04-10");
        check("hijri 12-10..13", 2024, "2024-06-17", "2024-06-20");
        check("hijri 1-10", 2026, "2026-06-26", "2026-06-26");
        check("hebrew 7-10", 2023, "2023-09-25", "2023-09-25");
        check("hebrew 7-10", 1973, "1973-10-06", "1973-10-06");
        check("hebrew 1-15", 2024, "2024-04-23", "2024-04-23");
        check("hebrew 7-1", 2024, "2024-10-03", "2024-10-03");
        check("dates 2024-02-10 2025-01-29", 2025, "2025-01-29", "2025-01-29");
    }

    #[test]
    fn what_is_no_rule() {
        for rule in
            ["", "13-01", "02-30", "11/thu", "11/0thu", "easter", "hijri", "hijri 0", "hebrew 14-1", "dates x", "é"]
        {
            assert_eq!(Rule::parse(rule), None, "{rule}");
        }
    }

    #[test]
    fn every_year_is_safe() {
        for rule in ["12-25", "02-29", "11/5thu", "easter-46", "orthodox+49", "hijri 9", "hebrew 7-15..21"] {
            let rule = Rule::parse(rule).expect("a rule");
            for year in (-9999..=9999).step_by(37).chain([-9999, 9999]) {
                if let Some((first, last)) = rule.days(year) {
                    assert!(first <= last);
                }
            }
        }
    }
}
