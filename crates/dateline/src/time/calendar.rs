//! Stretches of the calendar: days, weeks, months, quarters, and how TIMEX3 writes them.

use jiff::civil::{Date, ISOWeekDate};
use jiff::{Span, ToSpan};

/// A unit that time is counted in, from short to long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// 1/60 of a minute.
    Second,
    /// 1/60 of an hour.
    Minute,
    /// 1/24 of a day.
    Hour,
    /// A day of the calendar.
    Day,
    /// Saturday and Sunday.
    Weekend,
    /// Monday to Sunday, as ISO 8601 counts them.
    Week,
    /// A month of the calendar.
    Month,
    /// Three months, from January, April, July, or October.
    Quarter,
    /// Winter, spring, summer, or autumn.
    Season,
    /// A year of the calendar.
    Year,
    /// Ten years, from one that ends in 0.
    Decade,
    /// A hundred years, named by their first two digits.
    Century,
    /// A thousand years.
    Millennium,
}

impl Unit {
    /// The unit's name in the lexicon.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "second" => Self::Second,
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "day" => Self::Day,
            "weekend" => Self::Weekend,
            "week" => Self::Week,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "season" => Self::Season,
            "year" => Self::Year,
            "decade" => Self::Decade,
            "century" => Self::Century,
            "millennium" => Self::Millennium,
            _ => return None,
        })
    }

    /// Letter in a TIMEX3 duration, with `T` before the units of the clock. Centuries and longer have letters of their
    /// own in TIMEX2 (`E` decade, `C` century, `L` millennium); TIMEX3 keeps them.
    fn letter(self) -> &'static str {
        match self {
            Self::Second => "S",
            Self::Minute => "M",
            Self::Hour => "H",
            Self::Day => "D",
            Self::Weekend => "WE",
            Self::Week => "W",
            Self::Month => "M",
            Self::Quarter => "Q",
            Self::Season => "S",
            Self::Year => "Y",
            Self::Decade => "E",
            Self::Century => "C",
            Self::Millennium => "L",
        }
    }

    /// Whether the unit is shorter than a day.
    pub fn is_clock(self) -> bool {
        self < Self::Day
    }

    /// Its length in days, roughly; for telling what is long from what is short.
    pub fn days(self) -> f64 {
        match self {
            Self::Second => 1.0 / 86_400.0,
            Self::Minute => 1.0 / 1440.0,
            Self::Hour => 1.0 / 24.0,
            Self::Day => 1.0,
            Self::Weekend => 2.0,
            Self::Week => 7.0,
            Self::Month => 30.44,
            Self::Quarter => 91.3,
            Self::Season => 91.3,
            Self::Year => 365.25,
            Self::Decade => 3652.5,
            Self::Century => 36_525.0,
            Self::Millennium => 365_250.0,
        }
    }
}

/// How many of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Count {
    /// A number, such as 2 or 2.5.
    Exact(f64),
    /// "Several", "a few", or a bare plural.
    Some,
}

/// A length of time, as words give it: a count of units, and at times a count of smaller units after it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Length {
    /// How many.
    pub count: Count,
    /// Of what.
    pub unit: Unit,
    /// "... and three months": the rest in a smaller unit.
    pub rest: Option<(f64, Unit)>,
}

impl Length {
    /// One of a unit.
    pub(crate) fn one(unit: Unit) -> Self {
        Self { count: Count::Exact(1.0), unit, rest: None }
    }

    /// The same in whole days, rounded up: "the past 36 hours" reach two days back.
    pub(crate) fn in_days(self) -> Self {
        let count = match self.count {
            Count::Exact(count) => Count::Exact((count * self.unit.days()).ceil()),
            Count::Some => Count::Some,
        };
        Self { count, unit: Unit::Day, rest: None }
    }

    /// TIMEX3 value: `P2M`, `PT5H30M`, `PXY`.
    pub fn value(&self) -> String {
        let mut parts: Vec<(String, Unit)> = Vec::with_capacity(2);
        // ISO 8601 has no letter for tens and hundreds of years.
        let (count, unit) = match (self.count, self.unit) {
            (Count::Exact(count), Unit::Decade) => (Count::Exact(count * 10.0), Unit::Year),
            (Count::Exact(count), Unit::Century) => (Count::Exact(count * 100.0), Unit::Year),
            other => other,
        };
        match count {
            Count::Some => parts.push(("X".into(), unit)),
            Count::Exact(count) => {
                let half = (count.fract() - 0.5).abs() < 1e-9 && self.rest.is_none();
                let smaller = match unit {
                    Unit::Minute => Some(("30", Unit::Second)),
                    Unit::Hour => Some(("30", Unit::Minute)),
                    Unit::Day => Some(("12", Unit::Hour)),
                    Unit::Year => Some(("6", Unit::Month)),
                    _ => None,
                };
                match smaller {
                    Some((amount, smaller)) if half => {
                        if count > 1.0 {
                            parts.push((count.trunc().to_string(), unit));
                        }
                        parts.push((amount.into(), smaller));
                    }
                    _ => parts.push((count.to_string(), unit)),
                }
            }
        }
        if let Some((count, unit)) = self.rest {
            parts.push((count.to_string(), unit));
        }
        let mut value = String::from("P");
        let mut clock = false;
        for (amount, unit) in parts {
            if unit.is_clock() && !clock {
                value.push('T');
                clock = true;
            }
            value.push_str(&amount);
            value.push_str(unit.letter());
        }
        value
    }

    /// The day that lies so far after `date` (before it where `forward` is false); none where the count is not known
    /// or the calendar ends before.
    pub fn from(&self, date: Date, forward: bool) -> Option<Date> {
        let Count::Exact(count) = self.count else {
            return None;
        };
        let mut date = shift(date, count, self.unit, forward)?;
        if let Some((count, unit)) = self.rest {
            date = shift(date, count, unit, forward)?;
        }
        Some(date)
    }
}

/// `date` moved by a count of units. What is shorter than a day counts as the whole days in it.
fn shift(date: Date, count: f64, unit: Unit, forward: bool) -> Option<Date> {
    if !(0.0..=20_000.0).contains(&count) {
        return None;
    }
    let whole = count.trunc() as i64;
    let sign = if forward { 1 } else { -1 };
    let half_days = (count.fract() * unit.days()).round() as i64;
    let span: Span = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => 0.days(),
        Unit::Day => whole.days(),
        Unit::Week | Unit::Weekend => whole.weeks(),
        Unit::Month => whole.months(),
        Unit::Quarter | Unit::Season => (3 * whole).months(),
        Unit::Year => whole.try_years(1)?,
        Unit::Decade => whole.try_years(10)?,
        Unit::Century => whole.try_years(100)?,
        Unit::Millennium => whole.try_years(1000)?,
    };
    let days = if unit.is_clock() { (count * unit.days()).floor() as i64 } else { half_days };
    let span = if sign < 0 { -span } else { span };
    date.checked_add(span).ok()?.checked_add((sign * days).days()).ok()
}

/// Years as a span, unless there are more of them than a span can hold.
trait TryYears {
    fn try_years(self, of: i64) -> Option<Span>;
}

impl TryYears for i64 {
    fn try_years(self, of: i64) -> Option<Span> {
        Span::new().try_years(self.checked_mul(of)?).ok()
    }
}

/// A season, in the order of TIMEX3's `SP`, `SU`, `FA`, `WI`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    fn code(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Autumn => "FA",
            Self::Winter => "WI",
        }
    }

    /// Its first month, by the meteorological seasons of the northern hemisphere. A winter belongs to the year in which
    /// it begins.
    fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Autumn => 9,
            Self::Winter => 12,
        }
    }

    fn of_month(month: i8) -> Self {
        match month {
            3..=5 => Self::Spring,
            6..=8 => Self::Summer,
            9..=11 => Self::Autumn,
            _ => Self::Winter,
        }
    }

    fn from_index(index: i32) -> Self {
        match index.rem_euclid(4) {
            0 => Self::Spring,
            1 => Self::Summer,
            2 => Self::Autumn,
            _ => Self::Winter,
        }
    }
}

/// One stretch of the calendar that has a name of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Period {
    Day(Date),
    /// The Monday it begins with.
    Week(Date),
    /// The Monday of its week.
    Weekend(Date),
    Month(i16, i8),
    /// Year, and 1 to 4.
    Quarter(i16, i8),
    /// Year, and 1 or 2.
    Half(i16, i8),
    Season(i16, Season),
    Year(i16),
    /// Its first year divided by ten.
    Decade(i16),
    /// Its first year divided by a hundred.
    Century(i16),
    /// Its first year divided by a thousand.
    Millennium(i16),
}

impl Period {
    /// The period of a unit that holds a day. A unit of the clock gives the day.
    pub(crate) fn holding(unit: Unit, day: Date) -> Self {
        let monday = || day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Self::Day(day),
            Unit::Week => Self::Week(monday()),
            Unit::Weekend => Self::Weekend(monday()),
            Unit::Month => Self::Month(day.year(), day.month()),
            Unit::Quarter => Self::Quarter(day.year(), (day.month() - 1) / 3 + 1),
            Unit::Season => {
                let season = Season::of_month(day.month());
                let year = if day.month() <= 2 { day.year().saturating_sub(1) } else { day.year() };
                Self::Season(year, season)
            }
            Unit::Year => Self::Year(day.year()),
            Unit::Decade => Self::Decade(day.year().div_euclid(10)),
            Unit::Century => Self::Century(day.year().div_euclid(100)),
            Unit::Millennium => Self::Millennium(day.year().div_euclid(1000)),
        }
    }

    /// The unit it is one of.
    pub(crate) fn unit(self) -> Unit {
        match self {
            Self::Day(_) => Unit::Day,
            Self::Week(_) => Unit::Week,
            Self::Weekend(_) => Unit::Weekend,
            Self::Month(..) => Unit::Month,
            Self::Quarter(..) => Unit::Quarter,
            Self::Half(..) => Unit::Season,
            Self::Season(..) => Unit::Season,
            Self::Year(_) => Unit::Year,
            Self::Decade(_) => Unit::Decade,
            Self::Century(_) => Unit::Century,
            Self::Millennium(_) => Unit::Millennium,
        }
    }

    /// First and last day; none past the ends of the calendar.
    pub(crate) fn days(self) -> Option<(Date, Date)> {
        let years = |first: i32, count: i32| {
            let last = first.checked_add(count - 1)?;
            Some((
                Date::new(i16::try_from(first).ok()?, 1, 1).ok()?,
                Date::new(i16::try_from(last).ok()?, 12, 31).ok()?,
            ))
        };
        let months = |year: i16, month: i8, count: i64| {
            let first = Date::new(year, month, 1).ok()?;
            Some((first, first.checked_add((count - 1).months()).ok()?.last_of_month()))
        };
        match self {
            Self::Day(day) => Some((day, day)),
            Self::Week(monday) => Some((monday, monday.checked_add(6.days()).ok()?)),
            Self::Weekend(monday) => Some((monday.checked_add(5.days()).ok()?, monday.checked_add(6.days()).ok()?)),
            Self::Month(year, month) => months(year, month, 1),
            Self::Quarter(year, quarter) => months(year, 3 * quarter - 2, 3),
            Self::Half(year, half) => months(year, 6 * half - 5, 6),
            Self::Season(year, season) => months(year, season.first_month(), 3),
            Self::Year(year) => years(year.into(), 1),
            Self::Decade(decade) => years(i32::from(decade) * 10, 10),
            Self::Century(century) => years(i32::from(century) * 100, 100),
            Self::Millennium(millennium) => years(i32::from(millennium) * 1000, 1000),
        }
    }

    /// The period of its kind that lies `by` of them later.
    pub(crate) fn shift(self, by: i32) -> Option<Self> {
        let add = |value: i16| i16::try_from(i32::from(value).checked_add(by)?).ok();
        let cycle = |year: i16, at: i32, size: i32| {
            let at = (i32::from(year).checked_mul(size)?).checked_add(at)?.checked_add(by)?;
            Some((i16::try_from(at.div_euclid(size)).ok()?, at.rem_euclid(size)))
        };
        let of_days = |day: Date, size: i64| day.checked_add(i64::from(by).checked_mul(size)?.try_days()?).ok();
        let moved = match self {
            Self::Day(day) => Self::Day(of_days(day, 1)?),
            Self::Week(monday) => Self::Week(of_days(monday, 7)?),
            Self::Weekend(monday) => Self::Weekend(of_days(monday, 7)?),
            Self::Month(year, month) => {
                let (year, at) = cycle(year, i32::from(month) - 1, 12)?;
                Self::Month(year, at as i8 + 1)
            }
            Self::Quarter(year, quarter) => {
                let (year, at) = cycle(year, i32::from(quarter) - 1, 4)?;
                Self::Quarter(year, at as i8 + 1)
            }
            Self::Half(year, half) => {
                let (year, at) = cycle(year, i32::from(half) - 1, 2)?;
                Self::Half(year, at as i8 + 1)
            }
            Self::Season(year, season) => {
                let (year, at) = cycle(year, season as i32, 4)?;
                Self::Season(year, Season::from_index(at))
            }
            Self::Year(year) => Self::Year(add(year)?),
            Self::Decade(decade) => Self::Decade(add(decade)?),
            Self::Century(century) => Self::Century(add(century)?),
            Self::Millennium(millennium) => Self::Millennium(add(millennium)?),
        };
        moved.days().map(|_| moved)
    }

    /// TIMEX3 value.
    pub(crate) fn value(self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Week(monday) => week(monday),
            Self::Weekend(monday) => format!("{}-WE", week(monday)),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Self::Half(year, half) => format!("{year:04}-H{half}"),
            Self::Season(year, season) => format!("{year:04}-{}", season.code()),
            Self::Year(year) => format!("{year:04}"),
            Self::Decade(decade) => format!("{decade:03}"),
            Self::Century(century) => format!("{century:02}"),
            Self::Millennium(millennium) => format!("{millennium}"),
        }
    }
}

/// Days as a span, unless there are more of them than a span can hold.
trait TryDays {
    fn try_days(self) -> Option<Span>;
}

impl TryDays for i64 {
    fn try_days(self) -> Option<Span> {
        Span::new().try_days(self).ok()
    }
}

fn week(monday: Date) -> String {
    let week: ISOWeekDate = monday.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// A season's value where the year is not known: `XXXX-SU`.
pub(crate) fn season_code(season: Season) -> &'static str {
    season.code()
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum DayPart {
    Dawn,
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
    /// The night that ends in the named day, or the one before the day of report: "overnight".
    Overnight,
    /// "Daytime": the light hours.
    Day,
}

impl DayPart {
    /// The part's name in the lexicon.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "dawn" => Self::Dawn,
            "morning" => Self::Morning,
            "midday" => Self::Midday,
            "afternoon" => Self::Afternoon,
            "evening" => Self::Evening,
            "night" => Self::Night,
            "overnight" => Self::Overnight,
            "daytime" => Self::Day,
            _ => return None,
        })
    }

    /// TIMEX3 code, after `T`. Dawn is early morning; TIMEX3 knows no code of its own for it.
    fn code(self) -> &'static str {
        match self {
            Self::Dawn | Self::Morning => "MO",
            Self::Midday => "12:00",
            Self::Afternoon => "AF",
            Self::Evening => "EV",
            Self::Night | Self::Overnight => "NI",
            Self::Day => "DT",
        }
    }
}

/// A time of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Clock {
    Part(DayPart),
    /// Hour from 0 to 24, minute and second where they are said, in the named zone or that of the place.
    At {
        hour: u8,
        minute: Option<u8>,
        second: Option<u8>,
    },
}

impl Clock {
    /// What follows a day in a TIMEX3 value: `TMO`, `T15:30`.
    pub(crate) fn suffix(self) -> String {
        match self {
            Self::Part(part) => format!("T{}", part.code()),
            Self::At { hour, minute, second: Some(second) } => {
                format!("T{hour:02}:{:02}:{second:02}", minute.unwrap_or(0))
            }
            Self::At { hour, minute, .. } => format!("T{hour:02}:{:02}", minute.unwrap_or(0)),
        }
    }
}

/// The day of a year, month and day, if there is one.
pub(crate) fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// 1 for Monday to 7 for Sunday, as ISO 8601 counts.
pub(crate) fn weekday_number(day: Date) -> i8 {
    day.weekday().to_monday_one_offset()
}

/// Days from one day to another; below zero where the other is before.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    to.duration_since(from).as_hours().checked_div(24).map_or(0, |days| days as i32)
}

/// The English name of a weekday, from 1 for Monday to 7.
pub(crate) fn weekday_name(weekday: i8) -> &'static str {
    const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    NAMES[usize::from((weekday - 1).rem_euclid(7).unsigned_abs())]
}
