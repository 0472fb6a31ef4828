//! Periods longer than a day: months, quarters, seasons, years, decades, and "last week", "this year".

use super::super::calendar::Unit;
use super::super::phrase::{Edge, Point, Step, What, Within};
use super::{Found, Scan};

impl Scan<'_> {
    /// A period longer than a day, or a unit that a step points to.
    pub(super) fn period(&self, at: usize) -> Found<Point> {
        let mut best: Found<Point> = None;
        for found in [
            self.possessive(at),
            self.named_period(at),
            self.stepped(at),
            self.decade(at),
            self.century(at),
            self.fiscal_year(at),
            self.year(at).map(|(year, end)| (Point::new(What::Year(year)), end)),
            self.holiday(at),
            self.year_end(at),
        ] {
            let Some((_, end)) = found else { continue };
            if best.as_ref().is_none_or(|(_, longest)| end > *longest) {
                best = found;
            }
        }
        best
    }

    /// A month, quarter, half, or season: what a year is made of.
    fn part_of_year(&self, at: usize) -> Found<What> {
        if let Some((month, end)) = self.month(at, self.year_follows(at)) {
            return Some((What::Month(month), end));
        }
        if let Some(season) = self.word(at).season.filter(|_| !self.word(at).plural) {
            return Some((What::Season(season), at + 1));
        }
        // "Q3"
        if self.is(at, "q")
            && self.glued(at + 1)
            && let Some((quarter @ 1..=4, 1)) = self.digits(at + 1)
        {
            return Some((What::Quarter(quarter as i8), at + 2));
        }
        let at = if self.is(at, "fiscal") { self.skip_mark(at + 1, '-') } else { at };
        let (ordinal, next) = match self.ordinal(at) {
            Some(found) => found,
            None if self.any(at, &["last", "final"]) => (0, at + 1),
            None => return None,
        };
        let next = self.skip_mark(next, '-');
        if self.is(next, "quarter") && (0..=4).contains(&ordinal) {
            let fraction = self.is(next + 1, "of") && self.within(next + 1).is_none();
            let quarter = if ordinal == 0 { 4 } else { ordinal };
            // "Last quarter" is the one before this.
            return (ordinal > 0 && !fraction).then_some((What::Quarter(quarter), next + 1));
        }
        if self.is(next, "half") && (0..=2).contains(&ordinal) && self.within(next + 1).is_some() {
            return Some((What::Half(if ordinal == 0 { 2 } else { ordinal }), next + 1));
        }
        None
    }

    /// Whether a year stands after the month at an atom, or a day before it.
    fn year_follows(&self, at: usize) -> bool {
        let dot = self.skip_dot(at + 1);
        let next = self.skip_mark(dot, ',');
        self.digits(self.skip(next, "of")).is_some_and(|(year, digits)| digits == 4 && (1000..3000).contains(&year))
    }

    /// The period around another: "of 1984", ", 1984", "last year", "a year ago".
    pub(super) fn within(&self, at: usize) -> Found<Within> {
        let comma = self.skip_mark(at, ',');
        let next = if comma > at { comma } else { self.skip(self.skip(at, "of"), "the") };
        if let Some((year, end)) = self.year_beside(self.skip(next, "fiscal")) {
            return Some((Within::Year(year), end));
        }
        if comma > at {
            return None;
        }
        // "Last year", "of this year", "of the same year"; "in the first quarter of the year".
        let step = match self.word(next).step {
            Some(step) => Some((step, next + 1)),
            None if next > at && self.is(next - 1, "the") => Some((Step::Same, next)),
            None => None,
        };
        if let Some((step, unit)) = step {
            let after = self.skip(unit, "fiscal");
            return self.is(after, "year").then_some((Within::Step(Unit::Year, step), after + 1));
        }
        let (length, end) = self.length(at)?;
        (self.is(end, "ago") && length.unit == Unit::Year).then_some((Within::Moved(length, false), end + 1))
    }

    /// "April 2026", "last April", "the third quarter of 1984", "the 1988 third quarter", "summer".
    fn named_period(&self, at: usize) -> Found<Point> {
        let the = self.skip(at, "the");
        let mut next = the;
        let mut point = Point::new(What::Clock);
        if let Some((year, after)) = self.year_beside(next).filter(|_| self.digits(next).is_some()) {
            point.within = Some(Within::Year(year));
            next = after;
        } else if let Some((step, after)) = self.year_ago(next) {
            point.step = Some(step);
            next = after;
        } else if let Some(step) = self.word(next).step.filter(|_| !self.is(next + 1, "half")) {
            point.step = Some(step);
            next += 1;
            // "This past spring", "this coming summer".
            if let Some(step) = self.word(next).step {
                point.step = Some(step);
                next += 1;
            }
        }
        if self.is(next, "month") && self.is(next + 1, "of") {
            next += 2;
        }
        let (what, mut end) = self.part_of_year(next)?;
        point.what = what;
        // The article of "the third-quarter loss" is the loss's.
        if the > at && next == the && self.mark(end - 2, '-') {
            return None;
        }
        if point.within.is_none()
            && let Some((within, after)) = self.within(end)
        {
            point.within = Some(within);
            end = after;
        }
        // "The spring" is a season; "spring" alone may be a well.
        let season = matches!(what, What::Season(_));
        if season && point.within.is_none() && point.step.is_none() {
            let led = at.checked_sub(1).is_some_and(|b| {
                self.any(b, &["in", "since", "by", "until", "during", "into", "after", "before"])
                    || self.word(b).edge.is_some()
            });
            if !led || self.is(end, "of") || self.mark(end, '-') && self.glued(end) {
                return None;
            }
        }
        // The article before a month is that of the noun after it: "the January 1998 bombing".
        let article = the > at && matches!(what, What::Month(_)) && point.step.is_none() && !self.is(the, "month");
        (!article).then_some((point, end))
    }

    /// "Year-ago", "year-earlier".
    fn year_ago(&self, at: usize) -> Found<Step> {
        let at = if self.any(at, &["comparable", "corresponding", "same"]) { at + 1 } else { at };
        if !self.is(at, "year") {
            return None;
        }
        let next = self.skip_mark(at + 1, '-');
        self.any(next, &["ago", "earlier"]).then_some((Step::YearAgo, next + 1))
    }

    /// "This year's third quarter", "last year's election" has none.
    fn possessive(&self, at: usize) -> Found<Point> {
        let next = self.skip(at, "the");
        let step = self.word(next).step?;
        let year = self.skip(next + 1, "fiscal");
        let owned = self.is(year, "year") && self.mark(year + 1, '\'') && self.is(year + 2, "s");
        if !owned {
            return None;
        }
        let (what, end) = self
            .part_of_year(year + 3)
            .or_else(|| self.any(year + 3, &["quarter", "period"]).then_some((What::Unit(Unit::Quarter), year + 4)))?;
        Some((Point { within: Some(Within::Step(Unit::Year, step)), ..Point::new(what) }, end))
    }

    /// "Last week", "the following month", "that year", "the latest quarter", "the weekend", "the year-ago period".
    fn stepped(&self, at: usize) -> Found<Point> {
        let the = self.skip(at, "the");
        let article = the > at;
        // "The 1988 quarter", "the 1988 period": the one the story speaks of.
        if let Some((year, next)) = self.year_beside(the).filter(|_| article && self.digits(the).is_some())
            && self.any(next, &["quarter", "period"])
        {
            let within = Some(Within::Year(year));
            return Some((Point { within, ..Point::step(What::Unit(Unit::Quarter), Step::Same) }, next + 1));
        }
        // "The corresponding period last year".
        if article && self.any(the, &["corresponding", "comparable", "same"]) && self.is(the + 1, "period") {
            let (within, end) = self.within(the + 2)?;
            return Some((Point { within: Some(within), ..Point::step(What::Unit(Unit::Quarter), Step::Same) }, end));
        }
        if let Some((step, next)) = self.year_ago(the) {
            if self.any(next, &["period", "quarter"]) {
                return Some((Point::step(What::Unit(Unit::Quarter), step), next + 1));
            }
            let whole = next > the + 2 && (article || self.mark(next - 2, '-'));
            return whole.then_some((Point::step(What::Unit(Unit::Year), Step::YearAgo), next));
        }
        // "Following last month's squeeze": a preposition.
        if !article && self.is(the, "following") {
            return None;
        }
        let (mut step, mut next) = match self.word(the).step {
            Some(step) => (step, the + 1),
            None if article => (Step::Same, the),
            None => return None,
        };
        let bare = next == the;
        // "This past week", "that same day".
        if let (false, Some(second)) = (bare, self.word(next).step) {
            step = second;
            next += 1;
        }
        if article && step == Step::Next && !self.any(the, &["coming", "upcoming"]) {
            step = Step::Following;
        }
        // "The full year" is the one in which the text was written.
        if step == Step::Same && self.any(next, &["full", "fiscal", "calendar"]) {
            step = Step::This;
        }
        while self
            .any(next, &["fiscal", "full", "very", "whole", "entire", "calendar", "academic", "school", "crucial"])
        {
            next += 1;
        }
        if self.is(next, "period") && matches!(step, Step::Latest | Step::Same) && self.is(the, "latest") {
            return Some((Point::step(What::Unit(Unit::Quarter), Step::Latest), next + 1));
        }
        let word = self.word(next);
        let unit = word.unit.filter(|u| *u >= Unit::Day && !word.plural && word.multiple == 1)?;
        let mut end = next + 1;
        if self.mark(end, '-') && self.glued(end) {
            return None;
        }
        // "The day" and the like need the story's day; "the past week" is a length of time.
        let known = match unit {
            // "For the year, sales fell": the year it is.
            Unit::Year if bare => {
                at.checked_sub(1).is_some_and(|b| self.any(b, &["of", "for"])) && self.clause_ends(end)
            }
            _ if bare => matches!(unit, Unit::Weekend | Unit::Quarter) && !self.is(end, "of"),
            Unit::Day => {
                !matches!(step, Step::Last | Step::Latest | Step::This if self.any(the, &["past", "last", "recent", "current"]))
            }
            _ => true,
        };
        if !known || article && self.any(the, &["past", "last"]) && unit != Unit::Weekend && unit != Unit::Quarter {
            return None;
        }
        if self.is(the, "recent") || self.is(the, "past") && !article && next == the + 1 {
            return None;
        }
        if bare && unit == Unit::Year {
            step = Step::This;
        }
        let mut point = Point::step(What::Unit(unit), step);
        if let (Unit::Quarter, Some((within, after))) = (unit, self.within(end)) {
            point.within = Some(within);
            end = after;
        }
        Some((point, end))
    }

    /// `1990s`, `'80s`, "the nineties".
    fn decade(&self, at: usize) -> Found<Point> {
        let the = self.skip(at, "the");
        if let Some(digit) = self.word(the).decade {
            return (the > at).then_some((Point::new(What::ShortDecade(digit)), the + 1));
        }
        // "Nineteen nineties"
        if let (Some(century @ (18..=20)), Some(digit)) = (self.word(the).number, self.word(the + 1).decade) {
            return Some((Point::new(What::Decade(i16::from(century) * 10 + i16::from(digit))), the + 2));
        }
        let digits = self.skip_mark(the, '\'');
        let short = digits > the;
        let (year, count) = self.digits(digits)?;
        let apostrophe = self.skip_mark(digits + 1, '\'');
        if year % 10 != 0 || !self.is(apostrophe, "s") || !self.glued(apostrophe) {
            return None;
        }
        let what = match count {
            4 if (1000..=2990).contains(&year) => What::Decade((year / 10) as i16),
            2 if short || the > at => What::ShortDecade((year / 10) as i8),
            _ => return None,
        };
        Some((Point::new(what), apostrophe + 1))
    }

    /// "The 20th century".
    fn century(&self, at: usize) -> Found<Point> {
        let (ordinal, next) = self.ordinal(self.skip(at, "the"))?;
        let next = self.skip_mark(next, '-');
        self.is(next, "century").then_some((Point::new(What::Century(i16::from(ordinal) - 1)), next + 1))
    }

    /// "Fiscal 1989", "fiscal year 2014", "the fiscal year ending", "FY2014".
    fn fiscal_year(&self, at: usize) -> Found<Point> {
        if self.is(at, "fy") {
            let (year, end) = self.year_beside(at + 1)?;
            return Some((Point::new(What::Year(year)), end));
        }
        let the = self.skip(at, "the");
        if !self.is(the, "fiscal") {
            return None;
        }
        let next = self.skip(the + 1, "year");
        if let Some((year, end)) = self.year_beside(next) {
            return Some((Point::new(What::Year(year)), end));
        }
        (next > the + 1 && the > at).then_some((Point::step(What::Unit(Unit::Year), Step::This), next))
    }

    /// "Year-end", "year's end", "month-end".
    fn year_end(&self, at: usize) -> Found<Point> {
        let word = self.word(at);
        let unit = word.unit.filter(|u| matches!(u, Unit::Week | Unit::Month | Unit::Year) && !word.plural)?;
        let mut next = self.skip_mark(at + 1, '-');
        if self.mark(at + 1, '\'') && self.is(at + 2, "s") {
            next = at + 3;
        }
        let end = self.is(next, "end") && (unit == Unit::Year || self.mark(at + 1, '-'));
        let point = Point { edge: Some(Edge::End), ..Point::step(What::Unit(unit), Step::This) };
        end.then_some((point, next + 1))
    }
}
