//! What the words of an expression say, before it is known when they were written.

use std::ops::Range;

use super::calendar::{Clock, Length, Season, Unit};
use super::published::Order;

/// An expression as it stands in the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Phrase {
    /// Its words, as indices into the document's atoms.
    pub atoms: Range<usize>,
    /// What they say.
    pub meaning: Meaning,
}

/// The kinds of expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Meaning {
    /// A stretch of the calendar or a time of the day.
    Point(Point),
    /// A length of time.
    Stretch(Stretch),
    /// Something that recurs.
    Repeat(Repeat),
    /// A time that no calendar can tell.
    Reference(Reference),
}

/// A stretch of the calendar, as far as the words name it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    pub what: What,
    /// The larger period that it lies in: "*last year*'s third quarter", "Friday of *last week*".
    pub within: Option<Within>,
    /// "Last", "this", "next" before it.
    pub step: Option<Step>,
    /// A part or an hour of the day.
    pub clock: Option<Clock>,
    /// Which part of it: "early", "the end of".
    pub edge: Option<Edge>,
    /// The other end of a range: "3-5 May".
    pub until: Option<What>,
    /// A weekday that is said beside it: "today, *Saturday*". 1 for Monday to 7.
    pub weekday: Option<i8>,
}

impl Point {
    pub(crate) fn new(what: What) -> Self {
        Self { what, within: None, step: None, clock: None, edge: None, until: None, weekday: None }
    }

    pub(crate) fn step(what: What, step: Step) -> Self {
        Self { step: Some(step), ..Self::new(what) }
    }
}

/// What a point names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum What {
    Day(Day),
    /// 1 for Monday to 7.
    Weekday(i8),
    Month(i8),
    Season(Season),
    Quarter(i8),
    Half(i8),
    Year(i16),
    /// A decade's first year divided by ten, or only its last digit: "the nineties".
    Decade(i16),
    ShortDecade(i8),
    /// The century's first year divided by a hundred.
    Century(i16),
    /// Index in the lexicon's holidays.
    Holiday(u16),
    /// "Last week", "today": a unit counted from the time of writing or of the story.
    Unit(Unit),
    /// "The week of March 6".
    WeekOf(Day),
    /// "Three days ago".
    Moved {
        length: Length,
        forward: bool,
        from: Origin,
    },
    /// A time of the day alone.
    Clock,
}

/// A day of the calendar, as far as it is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    pub year: Option<i16>,
    pub month: Option<i8>,
    pub number: i8,
    pub weekday: Option<i8>,
    /// Whether day and month may change places, as in 4/7/2026.
    pub numeric: bool,
    /// Which comes first, where the numbers can be read in one order alone, as in 25/4/2026.
    pub order: Option<Order>,
}

/// A larger period that a point lies in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Within {
    Year(i16),
    Step(Unit, Step),
    /// "A year ago", "two weeks ago".
    Moved(Length, bool),
}

/// Which one of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// "Last", from the time of writing.
    Last,
    /// "This", "today".
    This,
    /// "Next", from the time of writing.
    Next,
    /// "The previous", from the time of the story.
    Previous,
    /// "That", "the same", "the": the one the story speaks of.
    Same,
    /// "The next", "the following", from the time of the story.
    Following,
    /// "Latest": the last that is over.
    Latest,
    /// "Year-ago": the same one a year before.
    YearAgo,
}

impl Step {
    /// The step's name in the lexicon.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "last" => Self::Last,
            "this" => Self::This,
            "next" => Self::Next,
            "previous" => Self::Previous,
            "same" => Self::Same,
            "following" => Self::Following,
            "latest" => Self::Latest,
            _ => return None,
        })
    }

    /// How many periods it goes forward.
    pub(crate) fn by(self) -> i32 {
        match self {
            Self::Last | Self::Previous | Self::YearAgo => -1,
            Self::This | Self::Same | Self::Latest => 0,
            Self::Next | Self::Following => 1,
        }
    }

    /// Whether it counts from the time that the story speaks of, and not from that of writing.
    pub(crate) fn of_story(self) -> bool {
        matches!(self, Self::Previous | Self::Same | Self::Following | Self::YearAgo)
    }
}

/// From where a moved point is counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Origin {
    /// "Ago", "from now".
    Writing,
    /// "Earlier", "later".
    Story,
    /// A day that the words name: "two days after April 25".
    Day(Day),
    /// A weekday that the words name, by the step before it: "the day before last Monday".
    Weekday(i8, Option<Step>),
    /// Yesterday, today, or tomorrow.
    Near(Step),
    Holiday(u16),
}

/// A part of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Edge {
    /// "Early", "the beginning of".
    Start,
    /// "Mid".
    Middle,
    /// "Late", "the end of".
    End,
    /// "Earlier this week": what of it is over.
    Earlier,
    /// "Later this week": what of it is still to come.
    Later,
}

impl Edge {
    /// The edge's name in the lexicon.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "start" => Self::Start,
            "middle" => Self::Middle,
            "end" => Self::End,
            "earlier" => Self::Earlier,
            "later" => Self::Later,
            _ => return None,
        })
    }
}

/// A length of time and how it lies to the present.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stretch {
    pub length: Length,
    /// "The past", "the next": it ends, or begins, with the time of writing; `Previous` and `Following` with that of
    /// the story.
    pub step: Option<Step>,
    /// "Two months *after*" something that is no time: the event happened so long after it (true) or before it.
    pub after: Option<bool>,
}

/// Something that recurs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Repeat {
    /// Once in a length of time: "daily", "every two weeks".
    Every(Length),
    /// "Every Friday", "Friday nights".
    Weekday(i8, Option<Clock>),
    /// "Each July".
    Month(i8),
    Season(Season),
    /// "Every morning".
    DayPart(Clock),
}

/// A time that no calendar can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reference {
    Past,
    Present,
    Future,
}

impl Reference {
    /// TIMEX3 value.
    pub(crate) fn value(self) -> &'static str {
        match self {
            Self::Past => "PAST_REF",
            Self::Present => "PRESENT_REF",
            Self::Future => "FUTURE_REF",
        }
    }

    /// The reference of a TIMEX3 value.
    pub(crate) fn parse(value: &str) -> Option<Self> {
        [Self::Past, Self::Present, Self::Future].into_iter().find(|r| r.value() == value)
    }
}
