//! Lengths of time and what is counted with them: "for two weeks", "the past 24 hours", "three days ago", "two months
//! after", "every Friday", "daily".

use super::super::atom::Kind;
use super::super::calendar::{Clock, Count, Length, Unit};
use super::super::phrase::{Meaning, Origin, Point, Repeat, Stretch, What};
use super::{Found, Scan};

impl Scan<'_> {
    /// A count of units, and a count of smaller units after it: "two weeks", "a year and a half", "two-year",
    /// "5 1/2 hours", "two years and three months".
    pub(super) fn length(&self, at: usize) -> Found<Length> {
        let (mut count, mut next) = self.count(at)?;
        let article = self.any(at, &["a", "an"]) && next == at + 1;
        while self.any(
            next,
            &[
                "more",
                "additional",
                "full",
                "consecutive",
                "straight",
                "whole",
                "long",
                "business",
                "trading",
                "working",
                "calendar",
                "further",
                "solid",
                "successive",
                "other",
                "extra",
            ],
        ) {
            next += 1;
        }
        let hyphen = self.mark(next, '-');
        next = self.skip_mark(next, '-');
        let word = self.word(next);
        let mut unit = word.unit?;
        // "The 1988 quarter".
        if matches!(count, Count::Exact(value) if value >= 1400.0) && !word.plural {
            return None;
        }
        // "A second attack", "a quarter of": these are no units.
        let vague = article || count == Count::Some && !word.plural;
        if vague && matches!(unit, Unit::Second | Unit::Quarter | Unit::Weekend)
            || unit == Unit::Quarter && self.is(next + 1, "of")
            || self.any(next, &["min", "sec", "second"]) && self.digits(at).is_none() && !hyphen
        {
            return None;
        }
        if word.multiple > 1
            && let Count::Exact(value) = &mut count
        {
            *value *= f64::from(word.multiple);
        }
        let mut end = next + 1;
        if self.is(end, "and") && self.is(end + 1, "a") && self.is(end + 2, "half") && !hyphen {
            if let Count::Exact(value) = &mut count {
                *value += 0.5;
            }
            end += 3;
        }
        let mut rest = None;
        if let (Count::Exact(_), false) = (count, hyphen) {
            let and = if self.mark(end, ',') { end + 1 } else { self.skip(end, "and") };
            if let Some((value, after)) = self.number(and)
                && let Some(smaller) = self.word(after).unit.filter(|u| *u < unit && *u != Unit::Weekend)
            {
                rest = Some((value, smaller));
                end = after + 1;
            }
        }
        if unit == Unit::Season {
            unit = Unit::Quarter;
        }
        Some((Length { count, unit, rest }, end))
    }

    /// A length of time with the words around it.
    pub(super) fn stretch(&self, at: usize) -> Found<Option<Meaning>> {
        let mut next = self.about(at);
        let mut step = None;
        let article = self.any(next, &["the", "these", "those", "another", "all"]);
        let the = next;
        if article {
            next += 1;
        }
        // "To last over a week": a verb.
        if !article && self.is(next, "last") && self.about(next + 1) > next + 1 {
            return None;
        }
        if article && self.is(next, "first") || self.any(next, &["final", "opening", "initial", "first", "last"]) {
            // "The first nine months": no step; "last three years" is one.
            step = self.word(next).step;
            next += 1;
        } else if let Some(found) = self.word(next).step {
            step = Some(found);
            next += 1;
        }
        let stepped = next > the + usize::from(article);
        next = self.about(next);
        let found = self.length(next).or_else(|| self.bare_units(next, stepped, at));
        let (length, mut end) = match found {
            Some(found) => found,
            // "The past week", "over the last year": one of them.
            // "The year ended June 30", "the fiscal year ending in March".
            None if article && !stepped && self.is(the, "the") => {
                let year = self.skip(next, "fiscal");
                let ended = self.is(year, "year") && self.any(year + 1, &["ended", "ending"]);
                (Length::one(Unit::Year), ended.then_some(year + 1)?)
            }
            None if stepped && article && self.any(next - 1, &["past", "last", "coming"]) => {
                let word = self.word(next);
                let unit = word.unit.filter(|u| !word.plural && word.multiple == 1 && *u != Unit::Weekend)?;
                if unit < Unit::Hour || unit == Unit::Quarter || self.mark(next + 1, '-') {
                    return None;
                }
                (Length::one(unit), next + 1)
            }
            None => return None,
        };
        if !self.lasts(at, next, end) {
            return None;
        }
        let hyphen = (at..end).any(|i| self.mark(i, '-') && self.word(i + 1).unit.is_some());
        // The article of "the two-week siege" is the siege's.
        if hyphen && article && self.is(the, "the") && step.is_none() {
            return None;
        }
        if self.age(end) {
            return Some((None, end));
        }
        if hyphen || self.mark(end, '-') {
            let after = self.skip_mark(end, '-');
            if after > end && self.any(after, &["long", "old"]) {
                return Some((Some(Meaning::Stretch(Stretch { length, step: None, after: None })), after + 1));
            }
        }
        if self.any(end, &["or"]) && self.is(end + 1, "so") {
            end += 2;
        }
        let counted = |meaning, end| Some((Some(meaning), end));
        let moved = |forward, from| Meaning::Point(Point::new(What::Moved { length, forward, from }));
        match self.atom(end).map_or("", |a| a.text) {
            "ago" => {
                return counted(moved(false, Origin::Writing), end + 1);
            }
            "from" if self.any(end + 1, &["now", "today"]) => return counted(moved(true, Origin::Writing), end + 2),
            "hence" => return counted(moved(true, Origin::Writing), end + 1),
            // Hours later it is the same day, as far as anyone can tell: a distance, and no date.
            word @ ("earlier" | "later") if length.unit.is_clock() => {
                let stretch = Stretch { length, step, after: Some(word == "later") };
                return counted(Meaning::Stretch(stretch), end);
            }
            "earlier" | "previously" | "beforehand" if length.count != Count::Some => {
                return counted(moved(false, Origin::Story), end + 1);
            }
            "later" | "afterward" | "afterwards" | "thereafter" if length.count != Count::Some => {
                return counted(moved(true, Origin::Story), end + 1);
            }
            word @ ("before" | "after" | "following" | "since" | "prior" | "into") => {
                let forward = matches!(word, "after" | "following" | "since" | "into");
                let next = if word == "prior" { self.skip(end + 1, "to") } else { end + 1 };
                let exact = length.count != Count::Some;
                if word != "since" && word != "into" && exact {
                    if let Some((origin, after)) = self.origin(next) {
                        return counted(moved(forward, origin), after);
                    }
                    if self.clause_ends(next) && word != "following" {
                        return counted(moved(forward, Origin::Story), end + 1);
                    }
                }
                let stretch = Stretch { length, step, after: Some(forward) };
                return counted(Meaning::Stretch(stretch), end);
            }
            _ => {}
        }
        counted(Meaning::Stretch(Stretch { length, step, after: None }), end)
    }

    /// Whether "a year" is a length of time here, and not a rate ("ten dollars a year"): a word that asks for a length
    /// stands before it, or one that counts with it after it.
    fn lasts(&self, begin: usize, count: usize, end: usize) -> bool {
        if !self.any(count, &["a", "an"]) || end != count + 2 || begin < count {
            return true;
        }
        let before = begin.checked_sub(1).and_then(|b| self.atom(b));
        before.is_none_or(|b| {
            b.kind != Kind::Word && !matches!(b.kind, Kind::Number(..))
                || b.word.relation.is_some()
                || matches!(
                    b.text,
                    "of" | "than"
                        | "took"
                        | "takes"
                        | "take"
                        | "last"
                        | "lasted"
                        | "lasts"
                        | "spent"
                        | "spend"
                        | "is"
                        | "was"
                        | "and"
                        | "but"
                        | "or"
                        | "that"
                        | "as"
                        | "wait"
                        | "waited"
                        | "barely"
                        | "only"
                        | "just"
                )
        }) || self.any(end, &["ago", "earlier", "later", "before", "after", "or", "from", "since"])
    }

    /// "Weeks", "recent years", "the coming days": units without a count.
    fn bare_units(&self, at: usize, stepped: bool, begin: usize) -> Found<Length> {
        let word = self.word(at);
        let unit = word.unit.filter(|_| word.plural)?;
        let next = at + 1;
        let relation = self.any(next, &["ago", "before", "after", "later", "earlier", "ahead", "long"]);
        let led = begin
            .checked_sub(1)
            .is_some_and(|b| self.any(b, &["for", "in", "within", "after", "over", "of", "took", "takes"]));
        let article = at > 0 && self.any(at - 1, &["the", "these", "those"]);
        let end = if self.is(next, "ahead") { next + 1 } else { next };
        let long = self.mark(next, '-') && self.is(next + 1, "long");
        let compound = self.mark(next, '-') && !long;
        let length = Length { count: Count::Some, unit, rest: None };
        ((stepped || relation || long || led && !article) && !compound && unit >= Unit::Hour).then_some((length, end))
    }

    /// "-year-old", "years old", "years of age", "years in prison" is none.
    fn age(&self, at: usize) -> bool {
        let next = self.skip_mark(at, '-');
        self.any(next, &["old", "olds"]) || self.is(at, "of") && self.is(at + 1, "age")
    }

    /// "Every day", "each Friday", "every two weeks", "daily", "Friday nights", "once a week", "Mondays".
    pub(super) fn repeat(&self, at: usize) -> Found<Repeat> {
        if let Some(unit) = self.word(at).every {
            return Some((Repeat::Every(Length::one(unit)), at + 1));
        }
        if let Some(weekday) = self.word(at).weekday {
            let part = self.word(at + 1).part.filter(|_| self.word(at + 1).plural)?;
            return Some((Repeat::Weekday(weekday, Some(Clock::Part(part))), at + 2));
        }
        if !self.any(at, &["every", "each"]) {
            return None;
        }
        let mut next = at + 1;
        let other = self.is(next, "other");
        if other || self.any(next, &["single", "passing"]) {
            next += 1;
        }
        let word = self.word(next);
        if let Some((weekday, end)) = self.weekday(next, false) {
            let part = self.word(end).part;
            return Some((Repeat::Weekday(weekday, part.map(Clock::Part)), end + usize::from(part.is_some())));
        }
        if let Some(part) = word.part {
            return Some((Repeat::DayPart(Clock::Part(part)), next + 1));
        }
        if let Some(season) = word.season {
            return Some((Repeat::Season(season), next + 1));
        }
        if let Some((month, end)) = self.month(next, false) {
            return Some((Repeat::Month(month), end));
        }
        if let Some(unit) = word.unit.filter(|u| !word.plural && *u != Unit::Second) {
            let count = f64::from(word.multiple) * if other { 2.0 } else { 1.0 };
            return Some((Repeat::Every(Length { count: Count::Exact(count), unit, rest: None }), next + 1));
        }
        let (length, end) = self.length(next)?;
        (self.atoms[at].kind == Kind::Word && length.count != Count::Some).then_some((Repeat::Every(length), end))
    }
}
