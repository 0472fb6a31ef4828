//! Puts phrases on the calendar: from the publication date, from the time the story speaks of, and by the tense of the
//! words around them.

mod place;

use jiff::ToSpan;
use jiff::civil::Date;

use super::atom::Atoms;
use super::calendar::{self, Clock, Count, DayPart, Length, Period, Unit};
use super::phrase::{Edge, Meaning, Origin, Phrase, Point, Reference, Repeat, Step, Stretch, What};
use super::published::Dated;
use super::{Anchor, Expression, Offset, Relation, role, tense};
use crate::lexicon::times::{Tense, TimeWords};
use crate::reading::TimeKind;
use crate::syntax::Parsed;

/// Resolves every phrase, in the order of the text.
pub(crate) fn all(
    parsed: &Parsed<'_>,
    atoms: &Atoms<'_>,
    phrases: &[Phrase],
    dated: &Dated,
    words: &TimeWords,
) -> Vec<Expression> {
    let mut resolver = Resolver { published: dated.date(), day_first: dated.day_first, words, story: Story::default() };
    let mut expressions = Vec::with_capacity(phrases.len());
    let mut sentence = 0;
    for (index, phrase) in phrases.iter().enumerate() {
        while atoms.sentences[sentence].end <= phrase.atoms.start {
            sentence += 1;
        }
        let first = atoms.sentences[sentence].start;
        let local = phrase.atoms.start - first..phrase.atoms.end - first;
        let (relation, cue) = role::relation(&atoms.all, phrase, first);
        let tense = tense::direction(parsed, &atoms.all[atoms.sentences[sentence].clone()], &local);
        let place = Place { index, sentence, tense, relation };
        let found = resolver.resolve(&phrase.meaning, place);
        let pieces = &atoms.all[phrase.atoms.clone()];
        let (Some(head), Some(last)) = (pieces.first(), pieces.last()) else { continue };
        let tokens = head.token..last.token + 1;
        expressions.push(Expression {
            span: head.span.join(last.span),
            head: role::head(parsed, &tokens),
            tokens,
            kind: found.kind,
            value: found.value,
            interval: found.bounds.0.zip(found.bounds.1),
            bounds: found.bounds,
            anchor: found.anchor,
            relation,
            cue: cue.map(|c| atoms.all[c].token),
            partner: None,
            offset: found.offset,
        });
    }
    expressions
}

/// Where a phrase stands.
#[derive(Clone, Copy)]
struct Place {
    index: usize,
    sentence: usize,
    tense: Option<Tense>,
    relation: Relation,
}

/// What was found of a phrase.
struct Resolved {
    kind: TimeKind,
    value: String,
    bounds: (Option<Date>, Option<Date>),
    anchor: Option<Anchor>,
    offset: Option<Offset>,
}

/// The times that the story has spoken of so far.
#[derive(Default)]
struct Story {
    /// The last period, the expression that named it, and its sentence.
    last: Option<(usize, Period, usize)>,
    /// The last day.
    day: Option<(usize, Date, usize)>,
    /// The last quarter.
    quarter: Option<(usize, Period, usize)>,
}

struct Resolver<'a> {
    published: Option<Date>,
    day_first: bool,
    words: &'a TimeWords,
    story: Story,
}

/// Whether a point is named only to compare with it: "from $2 million a year earlier". The story does not go on from
/// there.
fn looks_back(point: &Point) -> bool {
    point.step == Some(Step::YearAgo)
        || matches!((point.what, point.within), (What::Unit(Unit::Quarter), Some(_)))
        || matches!(point.what, What::Moved { length, forward: false, .. } if length.unit == Unit::Year)
}

/// A point put on the calendar: the period, or the value that says what of it is not known.
#[derive(Clone)]
enum Placed {
    Known(Period),
    /// First and last day.
    Days(Date, Date),
    Unknown(String),
}

impl Resolver<'_> {
    fn resolve(&mut self, meaning: &Meaning, place: Place) -> Resolved {
        match meaning {
            Meaning::Point(point) => self.point(point, place),
            Meaning::Stretch(stretch) => self.stretch(stretch),
            Meaning::Repeat(repeat) => repeat_value(repeat),
            Meaning::Reference(reference) => self.reference(*reference),
        }
    }

    fn reference(&self, reference: Reference) -> Resolved {
        let bounds = match reference {
            Reference::Past => (None, self.published),
            Reference::Present => (self.published, self.published),
            Reference::Future => (self.published, None),
        };
        let anchor = self.published.map(|_| Anchor::Published);
        Resolved { kind: TimeKind::Date, value: reference.value().into(), bounds, anchor, offset: None }
    }

    fn stretch(&self, stretch: &Stretch) -> Resolved {
        let length = stretch.length;
        let base = match stretch.step {
            Some(Step::Last | Step::Latest | Step::Next) => self.published.map(|d| (d, Anchor::Published)),
            Some(Step::Previous | Step::Following) => {
                let story = self.story.day.map(|(i, day, _)| (day, Anchor::Expression(i)));
                story.or(self.published.map(|d| (d, Anchor::Published)))
            }
            _ => None,
        };
        let forward = matches!(stretch.step, Some(Step::Next | Step::Following));
        let mut bounds = (None, None);
        if let Some((base, _)) = base {
            // Hours reach into the day before.
            let whole = if length.unit.is_clock() { length.in_days() } else { length };
            bounds = match (whole.from(base, forward), forward) {
                (other, true) => (Some(base), other),
                (other, false) => (other, Some(base)),
            };
        }
        Resolved {
            kind: TimeKind::Duration,
            value: length.value(),
            bounds,
            anchor: base.map(|b| b.1),
            offset: stretch.after.map(|after| Offset { length, after }),
        }
    }

    fn point(&mut self, point: &Point, place: Place) -> Resolved {
        let (placed, anchor) = self.place(point, place);
        let kind = if point.clock.is_some() { TimeKind::Time } else { TimeKind::Date };
        let mut value = match &placed {
            Placed::Known(period) => period.value(),
            Placed::Days(first, last) => format!("{first}/{last}"),
            Placed::Unknown(value) => value.clone(),
        };
        let mut days = match &placed {
            Placed::Known(period) => period.days(),
            Placed::Days(first, last) => Some((*first, *last)),
            Placed::Unknown(_) => None,
        };
        if let (Placed::Known(period), false) = (placed.clone(), looks_back(point)) {
            self.tell(place, period);
        }
        if let (Some(until), Some((first, _))) = (point.until, days) {
            // Both ends of a range are in one month, or the later one follows the earlier.
            let other = Point { what: until, until: None, ..*point };
            let last = self.place(&other, place).0.known().and_then(Period::days);
            if let Some((_, last)) = last.filter(|(_, last)| *last > first) {
                value = format!("{first}/{last}");
                days = Some((first, last));
            }
        }
        if let (Some(edge), Some(whole)) = (point.edge, days) {
            days = Some(self.part(edge, whole));
        }
        if let Some(clock) = point.clock {
            value.push_str(&clock.suffix());
            // A night reaches into the next day.
            if let (Some((_, last)), Clock::Part(DayPart::Night | DayPart::Overnight)) = (&mut days, clock) {
                let overnight = clock == Clock::Part(DayPart::Overnight);
                if overnight || point.step == Some(Step::Last) {
                    *last = last.saturating_add(1.day());
                }
            }
        }
        let mut bounds = (days.map(|d| d.0), days.map(|d| d.1));
        if let What::Moved { length: Length { count: Count::Some, unit, .. }, forward, from: Origin::Writing } =
            point.what
        {
            // "Years ago" is not this year; how long before is not told.
            let now = self.published.map(|day| Period::holding(unit, day));
            let shifted = |by| now.and_then(|p| p.shift(by)?.days());
            bounds = match unit {
                _ if forward => (shifted(1).map(|d| d.0), None),
                // "A few minutes ago" is today; "a few days ago" and "weeks ago" are fewer than the next larger unit has.
                Unit::Second | Unit::Minute | Unit::Hour => (self.published, self.published),
                Unit::Day => (shifted(-6).map(|d| d.0), shifted(-1).map(|d| d.1)),
                Unit::Week => (shifted(-4).map(|d| d.0), shifted(-1).map(|d| d.1)),
                _ => (None, shifted(-1).map(|d| d.1)),
            };
        }
        Resolved { kind, value, bounds, anchor, offset: None }
    }

    /// Remembers a period that the story speaks of.
    fn tell(&mut self, place: Place, period: Period) {
        self.story.last = Some((place.index, period, place.sentence));
        if let Period::Quarter(..) = period {
            self.story.quarter = self.story.last;
        }
        if let Period::Day(day) = period {
            self.story.day = Some((place.index, day, place.sentence));
        }
    }

    /// A part of a period: its first, middle, or last third, or what of it is over.
    fn part(&self, edge: Edge, (first, last): (Date, Date)) -> (Date, Date) {
        let days = i64::from(calendar::days_between(first, last)) + 1;
        let third = (days / 3).max(1);
        let (low, high) = match edge {
            Edge::Start => (0, third - 1),
            Edge::Middle => (third, (days - third - 1).max(third)),
            Edge::End => (days - third, days - 1),
            Edge::Earlier => match self.published {
                Some(now) if first <= now && now < last => return (first, now),
                _ => (0, days - 1),
            },
            Edge::Later => match self.published {
                Some(now) if first < now && now <= last => return (now, last),
                _ => (0, days - 1),
            },
        };
        if days == 1 {
            return (first, last);
        }
        (first.saturating_add(low.days()), first.saturating_add(high.days()).min(last))
    }
}

impl Placed {
    fn known(self) -> Option<Period> {
        match self {
            Self::Known(period) => Some(period),
            _ => None,
        }
    }
}

fn repeat_value(repeat: &Repeat) -> Resolved {
    let value = match repeat {
        Repeat::Every(length) => length.value(),
        Repeat::Weekday(weekday, clock) => {
            format!("XXXX-WXX-{weekday}{}", clock.map_or_else(String::new, Clock::suffix))
        }
        Repeat::Month(month) => format!("XXXX-{month:02}"),
        Repeat::Season(season) => format!("XXXX-{}", calendar::season_code(*season)),
        Repeat::DayPart(clock) => format!("XXXX-XX-XX{}", clock.suffix()),
    };
    Resolved { kind: TimeKind::Set, value, bounds: (None, None), anchor: None, offset: None }
}
