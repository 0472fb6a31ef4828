//! Numbers in digits and words.

use super::super::calendar::Count;
use super::{Found, Scan};

impl Scan<'_> {
    /// A number: `12`, `1,500`, `2.5`, `2 1/2`, "twenty-five", "two hundred and six".
    pub(super) fn number(&self, at: usize) -> Found<f64> {
        self.digit_number(at).or_else(|| self.word_number(at))
    }

    fn digit_number(&self, at: usize) -> Found<f64> {
        let (value, _) = self.digits(at)?;
        if !self.fresh(at) {
            return None;
        }
        let (mut value, mut end) = (f64::from(value), at + 1);
        while self.mark(end, ',') && self.glued(end) && self.glued(end + 1) {
            match self.digits(end + 1) {
                Some((next, 3)) => value = value * 1000.0 + f64::from(next),
                _ => break,
            }
            end += 2;
        }
        if self.mark(end, '.') && self.glued(end) && self.glued(end + 1) {
            if let Some((next, digits @ 1..=3)) = self.digits(end + 1) {
                value += f64::from(next) / 10f64.powi(digits.into());
                end += 2;
            }
        } else if let Some((half, after)) = self.fraction(end) {
            value += half;
            end = after;
        }
        Some((value, end))
    }

    /// `1/2`, `½`.
    fn fraction(&self, at: usize) -> Found<f64> {
        if self.mark(at, '½') {
            return Some((0.5, at + 1));
        }
        let hyphen = self.skip_mark(at, '-');
        let (above, 1) = self.digits(hyphen)? else { return None };
        let (below @ 2..=9, 1) = self.digits(hyphen + 2)? else { return None };
        let whole = self.mark(hyphen + 1, '/') && self.glued(hyphen + 1) && self.glued(hyphen + 2);
        (whole && above < below).then(|| (f64::from(above) / f64::from(below), hyphen + 3))
    }

    /// "Twenty-five", "a hundred", "two hundred and six", "one and a half".
    fn word_number(&self, at: usize) -> Found<f64> {
        let (mut value, mut end) = self.below_hundred(at)?;
        let mut sum = 0.0;
        // Each turn takes a multiplier that is smaller than the one before, so there are few.
        let mut smallest = f64::INFINITY;
        while let Some(times) = self.word(end).times.map(f64::from).filter(|t| *t < smallest) {
            sum += value * times;
            value = 0.0;
            smallest = times;
            end += 1;
            let next = self.skip(end, "and");
            match self.below_hundred(next) {
                Some((rest, after)) if rest < times => {
                    value = rest;
                    end = after;
                }
                _ => break,
            }
        }
        let mut value = sum + value;
        if self.is(end, "and") && self.is(end + 1, "a") && self.is(end + 2, "half") {
            value += 0.5;
            end += 3;
        }
        Some((value, end))
    }

    /// A number word, or two ("twenty-five").
    pub(super) fn below_hundred(&self, at: usize) -> Found<f64> {
        let first = self.word(at).number?;
        if first >= 20 && first % 10 == 0 {
            let next = self.skip_mark(at + 1, '-');
            if let Some(second @ 1..=9) = self.word(next).number {
                return Some((f64::from(first + second), next + 1));
            }
        }
        Some((f64::from(first), at + 1))
    }

    /// A count of units: a number, "a", "several", "a couple of", "dozens of", or a range ("two to three"), which
    /// counts as its lower end.
    pub(super) fn count(&self, at: usize) -> Found<Count> {
        if self.any(at, &["a", "an"]) {
            let next = at + 1;
            for (words, count) in [
                (&["couple", "of"][..], Count::Exact(2.0)),
                (&["couple"], Count::Exact(2.0)),
                (&["number", "of"], Count::Some),
                (&["handful", "of"], Count::Some),
                (&["matter", "of"], Count::Some),
                (&["few"], Count::Some),
                (&["good", "many"], Count::Some),
                (&["dozen"], Count::Exact(12.0)),
                (&["half", "dozen"], Count::Exact(6.0)),
                (&["half"], Count::Exact(0.5)),
            ] {
                if words.iter().enumerate().all(|(i, w)| self.is(next + i, w)) {
                    return Some((count, next + words.len()));
                }
            }
            if let Some(times) = self.word(next).times {
                return Some((Count::Exact(times.into()), next + 1));
            }
            return Some((Count::Exact(1.0), next));
        }
        if self.is(at, "half") {
            let next = at + 1;
            let end = if self.any(next, &["a", "an"]) { next + 1 } else { self.skip_mark(next, '-') };
            return Some((Count::Exact(if self.is(end, "dozen") { 6.0 } else { 0.5 }), self.skip(end, "dozen")));
        }
        if self.is(at, "couple") {
            return Some((Count::Exact(2.0), self.skip(at + 1, "of")));
        }
        if self.any(at, &["dozens", "tens", "scores", "hundreds", "thousands", "millions"]) && self.is(at + 1, "of") {
            let end = at + 2;
            return Some((Count::Some, if self.word(end).times.is_some() { end + 2 } else { end }));
        }
        if let Some((value, end)) = self.number(at) {
            // "Two to three weeks", "10-14 days".
            if (self.any(end, &["to", "or"]) || self.mark(end, '-'))
                && let Some((other, after)) = self.number(end + 1)
                && other > value
            {
                return Some((Count::Exact(value), after));
            }
            return Some((Count::Exact(value), end));
        }
        self.word(at).some.then(|| (Count::Some, at + 1))
    }

    /// A day of the month as an ordinal: "14th", "fourteenth", "twenty-first".
    pub(super) fn ordinal(&self, at: usize) -> Found<i8> {
        if let Some((value @ 1..=99, 1..=2)) = self.digits(at) {
            let suffix = self.glued(at + 1) && self.any(at + 1, &["st", "nd", "rd", "th"]);
            return (suffix && self.fresh(at)).then(|| (value as i8, at + 2));
        }
        if let Some(tens @ (20 | 30)) = self.word(at).number {
            let next = self.skip_mark(at + 1, '-');
            let ones = self.word(next).ordinal.filter(|o| *o <= 9)?;
            return Some((tens as i8 + ones, next + 1));
        }
        self.word(at).ordinal.map(|ordinal| (ordinal, at + 1))
    }

    /// A year in words: "nineteen ninety-six", "two thousand and six", "twenty twenty-four".
    pub(super) fn spelled_year(&self, at: usize) -> Found<i16> {
        if self.is(at, "two") && self.is(at + 1, "thousand") {
            let next = self.skip(at + 2, "and");
            return Some(match self.below_hundred(next) {
                Some((rest, end)) => (2000 + rest as i16, end),
                None => (2000, at + 2),
            });
        }
        let century @ (18..=20) = self.word(at).number? else { return None };
        let next = self.skip_mark(at + 1, '-');
        let (rest, end) = self.below_hundred(next)?;
        (rest >= 10.0).then(|| (i16::from(century) * 100 + rest as i16, end))
    }

    /// Past the words before a count that belong to it: "about", "more than", "up to", "at least", "well over".
    pub(super) fn about(&self, at: usize) -> usize {
        match self.atom(at).map_or("", |a| a.text) {
            "about" | "around" | "roughly" | "approximately" | "almost" | "nearly" | "exactly" => at + 1,
            "at" if self.any(at + 1, &["least", "most"]) => at + 2,
            "up" | "close" if self.is(at + 1, "to") => at + 2,
            "no" if self.any(at + 1, &["more", "less", "fewer"]) => self.about(at + 1),
            "more" | "less" | "fewer" if self.is(at + 1, "than") => at + 2,
            "well" | "just" if self.any(at + 1, &["over", "under"]) => at + 2,
            // "Over three years" may be the time in which something happens.
            "over" | "under" if self.any(at + 1, &["a", "an"]) => at + 1,
            _ => at,
        }
    }
}
