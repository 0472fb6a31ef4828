//! Where a point lies on the calendar: what the words leave out is taken from the time of writing, the story, the tense.

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::Anchor;
use super::super::Relation;
use super::super::calendar::{self, Clock, Count, DayPart, Length, Period, Unit};
use super::super::phrase::{Day, Origin, Point, Reference, Step, What, Within};
use super::{Place, Placed, Resolver};
use crate::lexicon::times::Tense;

/// A day without a year is taken for the near one, against the tense, where the other is farther off than [`FAR`] and
/// this one nearer than [`NEAR`]; in days. News that speaks of "April" in March rarely means the last one.
const FAR: i32 = 240;
const NEAR: i32 = 75;

impl Resolver<'_> {
    /// The year that a phrase says its period lies in.
    fn year_of(&self, within: Within) -> Option<i16> {
        match within {
            Within::Year(year) => Some(year),
            Within::Step(_, step) => {
                let (base, _) = self.base(step, Unit::Year)?;
                match base.shift(step.by())? {
                    Period::Year(year) => Some(year),
                    _ => None,
                }
            }
            Within::Moved(length, forward) => length.from(self.published?, forward).map(Date::year),
        }
    }

    /// The period of a unit that a step counts from, and where it comes from.
    fn base(&self, step: Step, unit: Unit) -> Option<(Period, Anchor)> {
        if step.of_story() {
            // A day of the story is known only from a day; a year also from a month.
            let told = match (unit, self.story.last) {
                (Unit::Day, _) => self.story.day.map(|(i, day, _)| (i, Period::Day(day))),
                (Unit::Quarter, _) => self.story.quarter.map(|(i, period, _)| (i, period)),
                (_, Some((i, period, _))) if period.unit() <= unit => Some((i, period)),
                (_, Some(_)) => self.story.day.map(|(i, day, _)| (i, Period::Day(day))),
                _ => None,
            };
            if let Some((first, index)) = told.and_then(|(i, p)| Some((p.days()?.0, i))) {
                return Some((Period::holding(unit, first), Anchor::Expression(index)));
            }
        }
        Some((Period::holding(unit, self.published?), Anchor::Published))
    }

    /// Puts a point on the calendar, without its clock and edge.
    pub(super) fn place(&self, point: &Point, place: Place) -> (Placed, Option<Anchor>) {
        let published = self.published.map(|_| Anchor::Published);
        match point.what {
            What::Day(day) => self.day(day, point.within, place),
            What::WeekOf(day) => match self.day(day, None, place) {
                (Placed::Known(Period::Day(day)), anchor) => (Placed::Known(Period::holding(Unit::Week, day)), anchor),
                other => other,
            },
            What::Weekday(weekday) => self.weekday(weekday, point, place),
            What::Month(month) => {
                self.in_year(point, place, &format!("XXXX-{month:02}"), |year| Some(Period::Month(year, month)))
            }
            What::Season(season) => {
                let unknown = format!("XXXX-{}", calendar::season_code(season));
                self.in_year(point, place, &unknown, |year| Some(Period::Season(year, season)))
            }
            What::Quarter(quarter) => {
                self.in_year(point, place, &format!("XXXX-Q{quarter}"), |year| Some(Period::Quarter(year, quarter)))
            }
            What::Half(half) => {
                self.in_year(point, place, &format!("XXXX-H{half}"), |year| Some(Period::Half(year, half)))
            }
            What::Year(year) => (Placed::Known(Period::Year(year)), None),
            What::Decade(decade) => (Placed::Known(Period::Decade(decade)), None),
            What::ShortDecade(digit) => {
                // The last one that has begun.
                let now = self.published.map_or(2029, Date::year);
                let this = now.div_euclid(100) * 10 + i16::from(digit);
                let decade = if this * 10 > now { this - 10 } else { this };
                (Placed::Known(Period::Decade(decade)), published)
            }
            What::Century(century) => (Placed::Known(Period::Century(century)), None),
            What::Holiday(index) => self.holiday(index, point, place),
            What::Unit(unit) => self.unit(unit, point, place),
            What::Moved { length, forward, from } => self.moved(length, forward, from, place),
            What::Clock => self.clock_day(point, place),
        }
    }

    /// The day that a time of the day belongs to: one named in the same sentence or the one before, else that of
    /// publication.
    fn clock_day(&self, point: &Point, place: Place) -> (Placed, Option<Anchor>) {
        if let Some((index, day, sentence)) = self.story.day
            && place.sentence - sentence <= 1
        {
            return (Placed::Known(Period::Day(day)), Some(Anchor::Expression(index)));
        }
        match self.published {
            Some(day) => {
                let overnight = point.clock == Some(Clock::Part(DayPart::Overnight));
                let day = if overnight { day.saturating_sub(1.day()) } else { day };
                (Placed::Known(Period::Day(day)), Some(Anchor::Published))
            }
            None => (Placed::Unknown("XXXX-XX-XX".into()), None),
        }
    }

    /// A day of the calendar, with what it lacks filled in.
    fn day(&self, day: Day, within: Option<Within>, place: Place) -> (Placed, Option<Anchor>) {
        let Day { mut month, mut number, .. } = day;
        if day.numeric && !self.day_first {
            (month, number) = (Some(number), month.unwrap_or(1));
        }
        let year = day.year.or_else(|| within.and_then(|w| self.year_of(w)));
        let Some(month) = month else {
            return self.day_of_month(number, place);
        };
        if let Some(year) = year {
            return match calendar::day(year, month, number) {
                Some(day) => (Placed::Known(Period::Day(day)), None),
                None => (Placed::Unknown(format!("{year:04}-{month:02}-{number:02}")), None),
            };
        }
        let unknown = || (Placed::Unknown(format!("XXXX-{month:02}-{number:02}")), None);
        let Some(now) = self.published else { return unknown() };
        let candidates = [-1, 0, 1].map(|by| calendar::day(now.year().saturating_add(by), month, number));
        let said = day.weekday.and_then(|w| {
            candidates
                .iter()
                .flatten()
                .copied()
                .filter(|d| calendar::weekday_number(*d) == w)
                .min_by_key(|d| distance(now, *d))
        });
        match said.or_else(|| nearest(&candidates, now, place)) {
            Some(day) => (Placed::Known(Period::Day(day)), Some(Anchor::Published)),
            None => unknown(),
        }
    }

    /// "The 14th": of this month or a month beside it.
    fn day_of_month(&self, number: i8, place: Place) -> (Placed, Option<Anchor>) {
        let Some(now) = self.published else {
            return (Placed::Unknown(format!("XXXX-XX-{number:02}")), None);
        };
        let months = [-1, 0, 1].map(|by| match Period::holding(Unit::Month, now).shift(by)? {
            Period::Month(year, month) => calendar::day(year, month, number),
            _ => None,
        });
        match nearest(&months, now, place) {
            Some(day) => (Placed::Known(Period::Day(day)), Some(Anchor::Published)),
            None => (Placed::Unknown(format!("XXXX-XX-{number:02}")), None),
        }
    }

    fn weekday(&self, weekday: i8, point: &Point, place: Place) -> (Placed, Option<Anchor>) {
        let unknown = || (Placed::Unknown(format!("XXXX-WXX-{weekday}")), None);
        let of_week = |week: Period| {
            let (monday, _) = week.days()?;
            monday.checked_add((i64::from(weekday) - 1).days()).ok()
        };
        if let Some(within) = point.within {
            let week = match within {
                Within::Step(unit, step) => {
                    self.base(step, unit).and_then(|(base, anchor)| Some((base.shift(step.by())?, anchor)))
                }
                Within::Moved(length, forward) => self
                    .published
                    .and_then(|now| Some((Period::holding(Unit::Week, length.from(now, forward)?), Anchor::Published))),
                Within::Year(_) => None,
            };
            return match week.and_then(|(week, anchor)| Some((of_week(week)?, anchor))) {
                Some((day, anchor)) => (Placed::Known(Period::Day(day)), Some(anchor)),
                None => unknown(),
            };
        }
        let story = self.story.day.map(|(i, day, _)| (day, Anchor::Expression(i)));
        let writing = self.published.map(|day| (day, Anchor::Published));
        let base = if point.step.is_some_and(Step::of_story) { story.or(writing) } else { writing };
        let Some((base, anchor)) = base else { return unknown() };
        let back = i64::from((calendar::weekday_number(base) - weekday).rem_euclid(7));
        let by = match point.step {
            Some(Step::Last | Step::Previous | Step::YearAgo) => -if back == 0 { 7 } else { back },
            Some(Step::Next | Step::Following) => 7 - back,
            Some(Step::This) => match place.tense {
                Some(Tense::Past) => -back,
                _ => (7 - back) % 7,
            },
            Some(Step::Same | Step::Latest) => -back,
            None => match place.tense {
                Some(Tense::Future) => (7 - back) % 7,
                _ => -back,
            },
        };
        match base.checked_add(by.days()) {
            Ok(day) => (Placed::Known(Period::Day(day)), Some(anchor)),
            Err(_) => unknown(),
        }
    }

    /// A part of a year, in the year that is said or that the tense points to.
    fn in_year(
        &self,
        point: &Point,
        place: Place,
        unknown: &str,
        make: impl Fn(i16) -> Option<Period>,
    ) -> (Placed, Option<Anchor>) {
        let checked = |year: i16| make(year).filter(|p| p.days().is_some());
        if let Some(within) = point.within {
            let anchor = match within {
                Within::Year(_) => None,
                _ => self.published.map(|_| Anchor::Published),
            };
            if let Some(period) = self.year_of(within).and_then(checked) {
                return (Placed::Known(period), anchor);
            }
            return (Placed::Unknown(unknown.into()), None);
        }
        let story = point.step.is_some_and(Step::of_story);
        let told = self.story.last.filter(|_| story).and_then(|(i, p, _)| Some((p.days()?.0, Anchor::Expression(i))));
        let base = told.or(self.published.map(|d| (d, Anchor::Published)));
        let Some((now, anchor)) = base else {
            return (Placed::Unknown(unknown.into()), None);
        };
        let years = [-1, 0, 1].map(|by| checked(now.year().saturating_add(by)));
        let periods = || years.iter().flatten().copied().filter_map(|p| Some((p, p.days()?)));
        let over = || periods().filter(|(_, d)| d.1 < now).max_by_key(|(_, d)| d.0);
        let begun = || periods().filter(|(_, d)| d.0 <= now).max_by_key(|(_, d)| d.0);
        let ahead = || periods().filter(|(_, d)| d.1 >= now).min_by_key(|(_, d)| d.0);
        // A quarter that is reported is the nearest, whatever the tense: "expects to post a profit for the third quarter".
        let quarter = matches!(point.what, What::Quarter(_));
        let far = || match (begun(), ahead()) {
            (Some((_, before)), Some((_, after))) => distance(now, before.1) > FAR && distance(now, after.0) < NEAR,
            _ => false,
        };
        let close = || match (begun(), ahead()) {
            (Some((_, before)), Some((_, after))) => distance(now, before.1) < NEAR && distance(now, after.0) > FAR,
            _ => false,
        };
        let later = || periods().filter(|(_, d)| d.0 > now).min_by_key(|(_, d)| d.0);
        let middle = |d: &(Date, Date)| distance(now, d.0) + distance(now, d.1);
        let near = || periods().min_by_key(|(_, d)| middle(d));
        let chosen = match point.step {
            Some(Step::Last | Step::Previous) => over(),
            Some(Step::Next | Step::Following) => later(),
            Some(Step::This) => years[1].and_then(|p| Some((p, p.days()?))),
            Some(Step::Latest) => begun(),
            Some(Step::YearAgo) => near().and_then(|(p, _)| shift_year(p)).and_then(|p| Some((p, p.days()?))),
            Some(Step::Same) => begun(),
            None => match place.tense {
                Some(Tense::Past) if quarter => begun(),
                _ if quarter => near(),
                _ if place.relation == Relation::Since => begun(),
                Some(Tense::Future) if close() => begun(),
                Some(Tense::Future) => ahead(),
                None if place.relation == Relation::By => ahead(),
                _ if far() => ahead(),
                _ => begun(),
            },
        };
        match chosen {
            Some((period, _)) => (Placed::Known(period), Some(anchor)),
            None => (Placed::Unknown(unknown.into()), None),
        }
    }

    fn holiday(&self, index: u16, point: &Point, place: Place) -> (Placed, Option<Anchor>) {
        let unknown = || (Placed::Unknown("XXXX-XX-XX".into()), None);
        let Some(holiday) = self.words.holidays.get(usize::from(index)) else { return unknown() };
        let placed = |days: (Date, Date), anchor| match days {
            (first, last) if first == last => (Placed::Known(Period::Day(first)), anchor),
            (first, last) => (Placed::Days(first, last), anchor),
        };
        if let Some(within) = point.within {
            let days = self.year_of(within).and_then(|year| holiday.rule.days(year));
            return days.map_or_else(unknown, |days| placed(days, None));
        }
        let Some(now) = self.published else { return unknown() };
        let years = [-1, 0, 1].map(|by| holiday.rule.days(now.year().saturating_add(by)));
        let days = || years.iter().flatten().copied();
        let chosen = match point.step {
            Some(Step::Last | Step::Previous) => days().filter(|d| d.1 < now).max(),
            Some(Step::Next | Step::Following) => days().filter(|d| d.0 > now).min(),
            Some(Step::This) => years[1],
            _ => match place.tense {
                Some(Tense::Future) => days().filter(|d| d.1 >= now).min(),
                Some(Tense::Past) => days().filter(|d| d.0 <= now).max(),
                None => days().min_by_key(|d| distance(now, d.0)),
            },
        };
        chosen.map_or_else(unknown, |days| placed(days, Some(Anchor::Published)))
    }

    /// "Last week", "that day", "the quarter".
    fn unit(&self, unit: Unit, point: &Point, place: Place) -> (Placed, Option<Anchor>) {
        let step = point.step.unwrap_or(Step::This);
        let unknown = match unit {
            Unit::Week => "XXXX-WXX",
            Unit::Weekend => "XXXX-WXX-WE",
            Unit::Month => "XXXX-XX",
            Unit::Quarter => "XXXX-QX",
            Unit::Year => "XXXX",
            Unit::Decade => "XXX",
            Unit::Century => "XX",
            _ => "XXXX-XX-XX",
        };
        if let (Unit::Quarter, Some(within)) = (unit, point.within) {
            // "Last year's quarter": the one the story speaks of.
            let told = self.story.quarter.map(|(i, p, _)| (p, Anchor::Expression(i)));
            let over = || Some((Period::holding(Unit::Quarter, self.published?).shift(-1)?, Anchor::Published));
            if let (Some(year), Some((Period::Quarter(_, quarter), anchor))) =
                (self.year_of(within), told.or_else(over))
            {
                return (Placed::Known(Period::Quarter(year, quarter)), Some(anchor));
            }
        }
        let Some((base, anchor)) = self.base(step, unit) else {
            return (Placed::Unknown(unknown.into()), None);
        };
        let by = match (unit, step) {
            // The quarter that is reported is the last that is over.
            (Unit::Quarter, Step::Latest) => -1,
            (Unit::Quarter, Step::Same) if anchor == Anchor::Published => -1,
            (Unit::Quarter, Step::YearAgo) if anchor == Anchor::Published => -5,
            (Unit::Quarter, Step::YearAgo) => -4,
            (Unit::Weekend, Step::Same | Step::This) => match self.published {
                // "The weekend" in the news of a weekday is the last one.
                Some(now) if anchor == Anchor::Published && calendar::weekday_number(now) < 6 => {
                    if place.tense == Some(Tense::Future) || step == Step::This { 0 } else { -1 }
                }
                _ => 0,
            },
            (Unit::Year, Step::YearAgo) => {
                let near = self.story.quarter.filter(|(.., sentence)| place.sentence - sentence <= 3);
                if let Some((i, quarter, _)) = near {
                    return match quarter.shift(-4) {
                        Some(period) => (Placed::Known(period), Some(Anchor::Expression(i))),
                        None => (Placed::Unknown(unknown.into()), None),
                    };
                }
                -1
            }
            _ => step.by(),
        };
        match base.shift(by) {
            Some(period) => (Placed::Known(period), Some(anchor)),
            None => (Placed::Unknown(unknown.into()), None),
        }
    }

    /// "Three days ago", "two weeks later", "two days after April 25".
    fn moved(&self, length: Length, forward: bool, from: Origin, place: Place) -> (Placed, Option<Anchor>) {
        if length.count == Count::Some {
            let reference = if forward { Reference::Future } else { Reference::Past };
            return (Placed::Unknown(reference.value().into()), self.published.map(|_| Anchor::Published));
        }
        let writing = self.published.map(|d| (d, Anchor::Published));
        let mut grain = length.rest.map_or(length.unit, |(_, unit)| unit);
        let of_day = |placed: (Placed, Option<Anchor>)| match placed {
            (Placed::Known(Period::Day(day)), anchor) => Some((day, anchor.unwrap_or(Anchor::Published))),
            _ => None,
        };
        let base = match from {
            Origin::Writing => writing,
            Origin::Story if length.unit <= Unit::Day => {
                self.story.day.map(|(i, d, _)| (d, Anchor::Expression(i))).or(writing)
            }
            Origin::Story => {
                self.story.last.and_then(|(i, p, _)| Some((p.days()?.0, Anchor::Expression(i)))).or(writing)
            }
            Origin::Day(day) => of_day(self.day(day, None, place)),
            Origin::Weekday(weekday, step) => {
                of_day(self.weekday(weekday, &Point { step, ..Point::new(What::Weekday(weekday)) }, place))
            }
            Origin::Near(step) => of_day(self.unit(Unit::Day, &Point::step(What::Unit(Unit::Day), step), place)),
            Origin::Holiday(index) => of_day(self.holiday(index, &Point::new(What::Holiday(index)), place)),
        };
        // A year before a quarter is a quarter.
        if length.unit == Unit::Year && matches!(from, Origin::Story | Origin::Writing) {
            let near = self.story.quarter.filter(|(.., sentence)| place.sentence - sentence <= 3);
            if let (Some((i, quarter, _)), Count::Exact(count)) = (near, length.count) {
                let by = (count.clamp(0.0, 2500.0) * 4.0) as i32;
                if let Some(period) = quarter.shift(if forward { by } else { -by }) {
                    return (Placed::Known(period), Some(Anchor::Expression(i)));
                }
            }
        }
        if grain == Unit::Decade {
            grain = Unit::Year;
        }
        if matches!(from, Origin::Day(_) | Origin::Weekday(..) | Origin::Near(_) | Origin::Holiday(_)) {
            grain = grain.min(Unit::Day);
        }
        let day = base.and_then(|(base, anchor)| Some((length.from(base, forward)?, anchor)));
        match day {
            Some((day, anchor)) => (Placed::Known(Period::holding(grain, day)), Some(anchor)),
            None => (Placed::Unknown(length.value()), None),
        }
    }
}

fn shift_year(period: Period) -> Option<Period> {
    match period {
        Period::Month(..) => period.shift(-12),
        Period::Quarter(..) | Period::Season(..) => period.shift(-4),
        Period::Half(..) => period.shift(-2),
        _ => period.shift(-1),
    }
}

fn distance(a: Date, b: Date) -> i32 {
    calendar::days_between(a, b).abs()
}

/// The one of several days that a tense points to: the last before, the first after, or the nearest.
fn nearest(days: &[Option<Date>], now: Date, place: Place) -> Option<Date> {
    let days = || days.iter().flatten().copied();
    let near = || days().min_by_key(|d| distance(now, *d));
    let before = || days().filter(|d| *d <= now).max();
    let after = || days().filter(|d| *d >= now).min();
    let far = || match (before(), after()) {
        (Some(before), Some(after)) => distance(now, before) > FAR && distance(now, after) < NEAR,
        _ => false,
    };
    let close = || match (before(), after()) {
        (Some(before), Some(after)) => distance(now, before) < NEAR && distance(now, after) > FAR,
        _ => false,
    };
    match place.tense {
        _ if place.relation == Relation::Since => before().or_else(near),
        Some(Tense::Future) if close() => before(),
        Some(Tense::Future) => after().or_else(near),
        None if place.relation == Relation::By => after().or_else(near),
        _ if far() => after(),
        _ => before().or_else(near),
    }
}
