//! Points in time put together: a day with its part or hour, a period with its edge, "today", "last Friday".

use super::super::atom::Kind;
use super::super::calendar::{Clock, DayPart, Unit};
use super::super::phrase::{Edge, Origin, Point, Step, What, Within};
use super::{Found, Scan};

impl Scan<'_> {
    /// A day, a period, or a time of the day, with what belongs to it.
    pub(super) fn point(&self, at: usize) -> Found<Point> {
        let mut best: Found<Point> = None;
        for found in [self.plain_point(at), self.edged(at)] {
            let Some((_, end)) = found else { continue };
            if best.as_ref().is_none_or(|(_, longest)| end > *longest) {
                best = found;
            }
        }
        best
    }

    fn plain_point(&self, at: usize) -> Found<Point> {
        let mut best: Found<Point> = None;
        for found in [self.timed(at), self.period(at), self.week_of(at)] {
            let Some((_, end)) = found else { continue };
            if best.as_ref().is_none_or(|(_, longest)| end > *longest) {
                best = found;
            }
        }
        best
    }

    /// A day with a part or hour of it, before or after; or these alone.
    fn timed(&self, at: usize) -> Found<Point> {
        if let Some((mut point, mut end)) = self.day_like(at) {
            if let Some((clock, after)) = self.after_day(end) {
                point.clock = Some(clock);
                end = after;
            }
            return Some((point, end));
        }
        // "9 a.m. EST Monday", "noon on Thursday", "the morning of April 25", "mid-afternoon yesterday".
        if let Some((clock, next)) = self.clock(at) {
            let mut joined = self.skip_mark(next, ',');
            joined = self.skip(joined, "on");
            return Some(match self.day_like(joined) {
                Some((day, end)) if day.clock.is_none() => (Point { clock: Some(clock), ..day }, end),
                _ => (Point { clock: Some(clock), ..Point::new(What::Clock) }, next),
            });
        }
        self.part_of_day(at)
    }

    /// "Morning", ", at 3 p.m.", "'s early hours" after a day.
    fn after_day(&self, at: usize) -> Found<Clock> {
        let next = self.skip_mark(at, ',');
        if let Some(part) = self.word(next).part.filter(|_| !self.word(next).plural) {
            return (next == at && !(self.mark(next + 1, '-') && self.glued(next + 1)))
                .then_some((Clock::Part(part), next + 1));
        }
        if let (Some(_), Some(part)) = (self.word(next).edge, self.word(next + 1).part) {
            return (next == at).then_some((Clock::Part(part), next + 2));
        }
        let at_word = if self.any(next, &["at", "around", "about"]) { next + 1 } else { next };
        let (clock, end) = self.clock(at_word)?;
        (at_word > next || next == at).then_some((clock, end))
    }

    /// "Overnight", "at dawn", "the morning of April 25", "this morning", "the next morning", "early morning".
    fn part_of_day(&self, at: usize) -> Found<Point> {
        let mut next = self.skip(at, "the");
        let article = next > at;
        let mut step = None;
        // "The early hours of Saturday".
        if self.word(next).edge == Some(Edge::Start) && self.is(next + 1, "hours") {
            let of = next + 2;
            let clock = Some(Clock::Part(DayPart::Dawn));
            if self.is(of, "of")
                && let Some((day, end)) = self.day_like(of + 1).or_else(|| self.part_of_day(of + 1))
            {
                return Some((Point { clock: day.clock.or(clock), ..day }, end));
            }
            return article.then_some((Point { clock, ..Point::step(What::Unit(Unit::Day), Step::Same) }, of));
        }
        if let Some(found) = self.word(next).step {
            // "The last night", "latest morning" point to no day.
            step = match found {
                Step::Next if article => Some(Step::Following),
                Step::Latest => None,
                other => Some(other),
            };
            next += 1;
            if self.word(next).step == Some(Step::Same) {
                next += 1;
            }
            step?;
        }
        if self.word(next).edge.is_some() && self.word(next + 1).part.is_some() {
            next += 1;
        }
        let word = self.word(next);
        let part = word.part.filter(|_| !word.plural)?;
        let mut end = next + 1;
        if self.mark(end, '-') && self.glued(end) || self.mark(end, '\'') && self.is(end + 1, "clock") {
            return None;
        }
        // Midnight of a day that is not named is a time by the clock; "noon" and "midnight" come here by way of it.
        let clock = Some(Clock::Part(part));
        if let Some(step) = step {
            let step = if step == Step::This { Step::This } else { step };
            return Some((Point { clock, ..Point::step(What::Unit(Unit::Day), step) }, end));
        }
        let joined = self.skip(end, "of");
        let joined = self.skip(joined, "on");
        if let Some((day, after)) = self.day_like(joined).filter(|(day, _)| day.clock.is_none()) {
            end = after;
            return Some((Point { clock, ..day }, end));
        }
        let alone = article || matches!(part, DayPart::Overnight | DayPart::Dawn | DayPart::Midday) || {
            at.checked_sub(1)
                .is_some_and(|b| self.any(b, &["at", "by", "since", "until", "before", "after", "mid", "late"]))
        };
        let night_of_nothing = self.is(end, "of") || self.is(end, "after") || self.is(end, "before");
        (alone && !night_of_nothing).then_some((Point { clock, ..Point::new(What::Clock) }, end))
    }

    /// A point of a day's length.
    pub(super) fn day_like(&self, at: usize) -> Found<Point> {
        let mut best: Found<Point> = None;
        for found in [self.date(at), self.near(at), self.weekday_point(at), self.day_step(at), self.holiday(at)] {
            let Some((_, end)) = found else { continue };
            if best.as_ref().is_none_or(|(_, longest)| end > *longest) {
                best = found;
            }
        }
        best
    }

    /// "Today", "yesterday", "tonight"; with the date or weekday that is said beside it: "today, Saturday".
    fn near(&self, at: usize) -> Found<Point> {
        let step = self.word(at).near?;
        let mut point = Point::step(What::Unit(Unit::Day), step);
        if self.is(at, "tonight") {
            point.clock = Some(Clock::Part(DayPart::Night));
        }
        let comma = self.mark(at + 1, ',') || self.mark(at + 1, '(');
        let next = if comma { at + 2 } else { at + 1 };
        let close = |end| if self.mark(at + 1, '(') { self.skip_mark(end, ')') } else { end };
        if let Some((date, end)) = self.date(next) {
            return Some((Point { step: Some(step), clock: point.clock, ..date }, close(end)));
        }
        if let Some((weekday, end)) = self.weekday(next, true)
            && (comma || self.atom(next).is_some_and(|a| !a.word.short))
        {
            point.weekday = Some(weekday);
            return Some((point, close(end)));
        }
        Some((point, at + 1))
    }

    /// "Saturday", "last Friday", "Monday of last week", "Tuesday (May 5)".
    fn weekday_point(&self, at: usize) -> Found<Point> {
        let mut next = self.skip(at, "the");
        let article = next > at;
        let mut step = None;
        if let Some(found) = self.word(next).step {
            step = Some(match found {
                Step::Next if article => Step::Following,
                other => other,
            });
            next += 1;
            // "This coming Sunday", "this past Monday".
            if let Some(second) = self.word(next).step {
                step = Some(second);
                next += 1;
            }
        }
        if article && step.is_none() {
            return None;
        }
        let (weekday, mut end) = self.weekday(next, false)?;
        let mut point = Point { step, ..Point::new(What::Weekday(weekday)) };
        // "Sunday, March 8" after "this coming"; "Saturday (25 April)".
        let comma = self.mark(end, ',') || self.mark(end, '(');
        if let Some((date, after)) = self.date(if comma { end + 1 } else { end }) {
            let close = if self.mark(end, '(') { self.skip_mark(after, ')') } else { after };
            if let What::Day(mut day) = date.what {
                day.weekday = Some(weekday);
                return Some((Point { what: What::Day(day), step: None, ..date }, close));
            }
        }
        if step.is_none() {
            let of = self.skip(end, "of");
            if let Some(found) = self.word(of).step.filter(|_| self.is(of + 1, "week")) {
                point.within = Some(Within::Step(Unit::Week, found));
                end = of + 2;
            } else if let Some((length, after)) = self.length(end)
                && length.unit == Unit::Week
                && self.is(after, "ago")
            {
                point.within = Some(Within::Moved(length, false));
                end = after + 1;
            }
        }
        Some((point, end))
    }

    /// "The day before yesterday", "the day after April 25", "the same day", "the day before".
    fn day_step(&self, at: usize) -> Found<Point> {
        let next = self.skip(at, "the");
        let word = self.word(next);
        let (part, after) = match (word.unit, word.part) {
            (Some(Unit::Day), _) if !word.plural => (None, next + 1),
            (_, Some(part)) if !word.plural => (Some(part), next + 1),
            _ => return None,
        };
        let forward = match self.atom(after)?.text {
            "before" => false,
            "after" | "following" => true,
            _ => return None,
        };
        let clock = part.map(Clock::Part);
        let length = super::super::calendar::Length::one(Unit::Day);
        if let Some((origin, end)) = self.origin(after + 1) {
            return Some((Point { clock, ..Point::new(What::Moved { length, forward, from: origin }) }, end));
        }
        // "The day before" something that is no time has no date of its own.
        let step = if forward { Step::Following } else { Step::Previous };
        let closed = self.clause_ends(after + 1);
        (next > at && closed).then_some((Point { clock, ..Point::step(What::Unit(Unit::Day), step) }, after + 1))
    }

    /// A day from which another is counted.
    pub(super) fn origin(&self, at: usize) -> Found<Origin> {
        let (point, end) = self.day_like(at)?;
        let origin = match (point.what, point.step, point.within) {
            (What::Day(day), _, _) => Origin::Day(day),
            (What::Weekday(weekday), step, None) => Origin::Weekday(weekday, step),
            (What::Unit(Unit::Day), Some(step @ (Step::Last | Step::This | Step::Next)), _) => Origin::Near(step),
            (What::Holiday(index), None, None) => Origin::Holiday(index),
            _ => return None,
        };
        Some((origin, end))
    }

    /// Whether a clause ends before an atom, so that "later" or "before" there has nothing after it.
    pub(super) fn clause_ends(&self, at: usize) -> bool {
        match self.atom(at) {
            None => true,
            Some(atom) => match atom.kind {
                Kind::Mark(mark) => matches!(mark, '.' | ',' | ';' | ':' | ')' | '!' | '?' | '"' | '”' | '\'' | '-'),
                Kind::Number(..) => false,
                Kind::Word => {
                    matches!(atom.text, "and" | "but" | "when" | "while" | "as" | "in" | "at" | "with" | "near")
                        || atom.word.tense.is_some() && atom.text != "could"
                }
            },
        }
    }

    /// "Early May", "late on Friday", "the end of 1990", "mid-November", "earlier this month", "later that day",
    /// "earlier in the year", "earlier Friday".
    fn edged(&self, at: usize) -> Found<Point> {
        let the = self.skip(at, "the");
        let edge = self.word(the).edge?;
        let text = self.atom(the)?.text;
        let noun = matches!(
            text,
            "beginning" | "start" | "end" | "close" | "middle" | "outset" | "opening" | "ending" | "midst"
        );
        let mut next = the + 1;
        if noun {
            if !self.is(next, "of") {
                return None;
            }
            next += 1;
        } else {
            next = self.skip_mark(next, '-');
            let on = if self.any(next, &["on", "in"]) { next + 1 } else { next };
            let ok = on == next || matches!(edge, Edge::Start | Edge::End | Edge::Earlier | Edge::Later);
            next = if ok { on } else { next };
        }
        // "Earlier in the day", "late in the week": the story's.
        if let (true, true, Some(unit)) = (next > the + 1, self.is(next, "the"), self.word(next + 1).unit)
            && !self.word(next + 1).plural
            && unit >= Unit::Day
        {
            let step = if noun { Step::This } else { Step::Same };
            return Some((Point { edge: Some(edge), ..Point::step(What::Unit(unit), step) }, next + 2));
        }
        let (mut point, end) = self.plain_point(next)?;
        // "Late hours", "early 3 p.m." make no sense; "the early years" neither.
        if point.what == What::Clock && !matches!(point.clock, Some(Clock::Part(_))) {
            return None;
        }
        if noun && matches!(point.what, What::Weekday(_)) {
            return None;
        }
        if the > at && !noun && matches!(point.what, What::Unit(_) | What::Month(_)) {
            return None;
        }
        // "Earlier Friday": the hour before some other, not a part of Friday.
        if matches!(edge, Edge::Earlier | Edge::Later) && matches!(point.what, What::Weekday(_)) {
            return None;
        }
        point.edge = point.edge.or(Some(edge));
        Some((point, end))
    }

    /// "The week of March 6".
    fn week_of(&self, at: usize) -> Found<Point> {
        let next = self.skip(at, "the");
        if !(self.is(next, "week") && self.any(next + 1, &["of", "beginning", "ending"])) {
            return None;
        }
        let (point, end) = self.date(next + 2)?;
        let What::Day(day) = point.what else { return None };
        Some((Point::new(What::WeekOf(day)), end))
    }
}
