//! Times of the day: `3am`, `10:35 a.m. EDT`, `0200 GMT`, "noon", "five o'clock", "4 in the morning".

use super::super::calendar::{Clock, DayPart};
use super::{Found, Scan};
use crate::lexicon::times::ClockWord;

impl Scan<'_> {
    /// A time of the day with its zone, and the same time told in another zone behind it: "3am local time (0200 GMT)".
    pub(super) fn clock(&self, at: usize) -> Found<Clock> {
        let (clock, mut end) = self.hour(at).or_else(|| self.noon(at))?;
        end = self.zone(end);
        if self.mark(end, '(')
            && let Some((_, after)) = self.hour(end + 1)
        {
            let after = self.zone(after);
            if self.mark(after, ')') {
                end = after + 1;
            }
        }
        Some((clock, end))
    }

    /// "GMT", "local time", "Kabul time", `+0300`.
    fn zone(&self, at: usize) -> usize {
        if self.word(at).zone {
            return at + 1;
        }
        if self.is(at, "local") && self.is(at + 1, "time") {
            return at + 2;
        }
        let capital = self.atom(at).is_some_and(|a| a.capital);
        if capital && self.is(at + 1, "time") {
            return at + 2;
        }
        at
    }

    fn noon(&self, at: usize) -> Found<Clock> {
        let hour = match self.atom(at)?.text {
            "noon" => 12,
            "midnight" => 24,
            _ => return None,
        };
        Some((Clock::At { hour, minute: None, second: None }, at + 1))
    }

    /// `10:35:20 a.m.`, `3am`, `15:30`, `1530 GMT`, "five o'clock", "4 in the morning".
    fn hour(&self, at: usize) -> Found<Clock> {
        let (hour, digits, mut end) = match self.digits(at) {
            Some((hour, digits @ (1..=2 | 4))) if self.fresh(at) => (hour, digits, at + 1),
            Some(_) => return None,
            None => (u32::from(self.word(at).number.filter(|n| *n <= 12)?), 0, at + 1),
        };
        if digits == 4 {
            let (hour, minute) = (hour / 100, hour % 100);
            let mark = if self.is(end, "h") || self.any(end, &["hrs", "hours"]) { end + 1 } else { end };
            let zoned = self.word(mark).zone || self.is(mark, "local") && self.is(mark + 1, "time");
            if !zoned && mark == end || hour > 24 || minute > 59 {
                return None;
            }
            return Some((at_clock(hour, Some(minute), None), mark));
        }
        let (mut minute, mut second) = (None, None);
        if digits > 0
            && (self.mark(end, ':') || self.mark(end, '.'))
            && self.glued(end)
            && self.glued(end + 1)
            && let Some((value @ 0..=59, 2)) = self.digits(end + 1)
        {
            // "3.30" is a time only beside "am" or a zone.
            let (dot, after) = (self.mark(end, '.'), end + 2);
            if !dot || self.half(after).is_some() || self.word(after).zone {
                minute = Some(value);
                end = after;
                if self.mark(end, ':')
                    && self.glued(end)
                    && let Some((value @ 0..=59, 2)) = self.digits(end + 1)
                {
                    second = Some(value);
                    end += 2;
                }
            }
        }
        if let Some((half, after)) = self.half(end) {
            let hour = match half {
                _ if hour > 12 => hour,
                ClockWord::Am if hour == 12 => 0,
                ClockWord::Pm if hour < 12 => hour + 12,
                _ => hour,
            };
            return (hour <= 24).then(|| (at_clock(hour, minute, second), after));
        }
        if self.is(end, "in") && self.is(end + 1, "the") && minute.is_none() && hour <= 12 || self.is(end, "at") {
            let part = if self.is(end, "at") { end + 1 } else { end + 2 };
            let later = match self.word(part).part {
                Some(DayPart::Morning) => 0,
                Some(DayPart::Afternoon | DayPart::Evening | DayPart::Night) if hour < 12 => 12,
                Some(_) => 0,
                None => return minute.map(|_| (at_clock(hour, minute, second), end)).filter(|_| hour <= 24),
            };
            return (hour + later <= 24).then(|| (at_clock(hour + later, minute, second), part + 1));
        }
        (minute.is_some() && hour <= 24 && self.ends(end)).then(|| (at_clock(hour, minute, second), end))
    }

    /// `am`, `a.m.`, "o'clock".
    fn half(&self, at: usize) -> Found<ClockWord> {
        if let Some(clock) = self.word(at).clock {
            return Some((clock, at + 1));
        }
        if self.is(at, "o") && self.mark(at + 1, '\'') && self.is(at + 2, "clock") {
            return Some((ClockWord::Oclock, at + 3));
        }
        let half = match self.atom(at)?.text {
            "a" => ClockWord::Am,
            "p" => ClockWord::Pm,
            _ => return None,
        };
        let dotted = self.mark(at + 1, '.') && self.is(at + 2, "m");
        // The last full stop may be the sentence's; either way it belongs to "a.m.".
        dotted.then(|| (half, self.skip_dot(at + 3)))
    }
}

fn at_clock(hour: u32, minute: Option<u32>, second: Option<u32>) -> Clock {
    Clock::At { hour: hour as u8, minute: minute.map(|m| m as u8), second: second.map(|s| s as u8) }
}
