//! When an event took place: the nearest time that governs it, the narrative's day, or, marked as inferred, the day of
//! publication.

use jiff::civil::Date;

use super::context::Context;
use super::governing::{Distance, distance};
use super::trigger::Trigger;
use crate::reading::{Status, TimeKind, TimePrecision, When};
use crate::syntax::Deprel;
use crate::time::calendar::days_between;
use crate::time::{Anchor, Expression, Relation};

/// After so many days an event told in passing is background: a quarter of a year.
const BACKGROUND_DAYS: i32 = 92;

/// An event's time, and whether the words about this very event give it.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub when: Option<When>,
    /// Whether an expression in the sentence governs it.
    pub explicit: bool,
    /// Whether that expression stands in the event's own phrase or clause.
    pub near: bool,
    /// Whether it lies so far back that the event is background.
    pub remote: bool,
}

/// Reads the time of a trigger from its own sentence.
pub(super) fn told(context: &Context<'_, '_>, trigger: &Trigger) -> Told {
    let parsed = context.parsed;
    let sentence = parsed.sentence(trigger.head);
    let expressions = &context.times.expressions;
    let first = expressions.partition_point(|e| e.tokens.end <= sentence.tokens.start);
    // The "Dawn" of the Dawn Front is none.
    let meant = |e: &&Expression| e.kind != TimeKind::Time || !context.is_named(e.head);
    let own = || expressions[first..].iter().take_while(|e| e.tokens.start < sentence.tokens.end).filter(meant);
    if let Some(told) = own().find_map(|e| counted_from(context, trigger, e, own())) {
        return told;
    }
    let mut best: Option<((bool, Distance), &Expression)> = None;
    // "The attack was the third since January" counts from January; this one was not then.
    let counts = |e: &&Expression| e.relation == Relation::Since && !context.is_verb(trigger.head);
    for expression in own().filter(|e| places_on_calendar(e) && !counts(e)) {
        let Some(found) = distance(context, trigger, expression.head) else { continue };
        // "before Friday", "after April 25" only bound the time; a day that is named comes first.
        let bounds = matches!(expression.relation, Relation::Before | Relation::After | Relation::Until)
            && expression.kind != TimeKind::Time;
        let found = (bounds || expression.value == "PRESENT_REF", found);
        if best.as_ref().is_none_or(|(nearest, _)| found < *nearest) {
            best = Some((found, expression));
        }
    }
    match best {
        Some(((_, (steps, _)), expression)) => Told { near: steps <= 1, ..from_expression(context, expression) },
        // "Also in the past 24 hours, the general said, the army ...": what opens a sentence is about all of it, wherever
        // the tree hangs it.
        None => match own().filter(|e| places_on_calendar(e)).find(|e| opens(context, e)) {
            Some(expression) => Told { near: false, ..from_expression(context, expression) },
            None if let Some(told) = since_clause(context, trigger, own()) => told,
            None => Told { when: None, explicit: false, near: false, remote: false },
        },
    }
}

/// "They have cleared a third of the city since the offensive began on 17 October": from that day on.
fn since_clause<'e>(
    context: &Context<'_, '_>,
    trigger: &Trigger,
    mut own: impl Iterator<Item = &'e Expression>,
) -> Option<Told> {
    let parsed = context.parsed;
    let verb = trigger.support.map_or(trigger.head, |(verb, _)| verb);
    let since = |clause: &u32| {
        let marked = |c: u32| parsed[c].deprel == Deprel::Mark && parsed.word(c).eq_ignore_ascii_case("since");
        parsed[*clause].deprel == Deprel::Advcl && parsed.children(*clause).any(marked)
    };
    // "Is thought to have bombed them several times since": the clause may hang on what governs the deed.
    let governing = |at: &u32| parsed[*at].head.filter(|_| parsed[*at].deprel == Deprel::Xcomp);
    let clause = std::iter::successors(Some(verb), governing).find_map(|at| parsed.children(at).find(since));
    let within = parsed.subtree(clause?);
    let began = own.find(|e| within.contains(&e.head) && places_on_calendar(e))?;
    let (from, to) = (began.bounds.0?, context.times.published.as_ref()?.date);
    let when =
        When { from: Some(from.min(to)), to: Some(to), precision: precision(from, to), time: None, inferred: true };
    Some(Told { when: Some(when), explicit: true, near: false, remote: false })
}

/// Whether an expression opens its sentence, up to a comma.
fn opens(context: &Context<'_, '_>, expression: &Expression) -> bool {
    /// Words that may stand before it: `Also in the`, `Earlier on`.
    const BEFORE: u32 = 3;
    let sentence = context.parsed.sentence(expression.tokens.start);
    let end = expression.tokens.end;
    expression.tokens.start <= sentence.tokens.start + BEFORE
        && end < sentence.tokens.end
        && context.parsed.word(end) == ","
}

fn places_on_calendar(expression: &Expression) -> bool {
    let known = expression.bounds != (None, None) || expression.value == "PAST_REF";
    known
        && expression.offset.is_none()
        && matches!(expression.kind, TimeKind::Date | TimeKind::Time | TimeKind::Duration)
}

/// "Two months after a massive attack": the attack lies so long before what the sentence tells.
fn counted_from<'e>(
    context: &Context<'_, '_>,
    trigger: &Trigger,
    expression: &Expression,
    mut others: impl Iterator<Item = &'e Expression>,
) -> Option<Told> {
    let offset = expression.offset.as_ref()?;
    let cue = expression.cue.unwrap_or(expression.tokens.end);
    let marked = context.parsed.children(trigger.head).any(|c| c == cue);
    if !marked {
        return None;
    }
    let day = others
        .find_map(|e| e.interval.filter(|(from, to)| from == to && e.tokens != expression.tokens))
        .map(|(day, _)| day)
        .or_else(|| context.times.published.as_ref().map(|p| p.date))?;
    let (from, to) = offset.other(day)?;
    let when = When { from: Some(from), to: Some(to), precision: precision(from, to), time: None, inferred: false };
    Some(Told { when: Some(when), explicit: true, near: true, remote: is_remote(context, to) })
}

fn from_expression(context: &Context<'_, '_>, expression: &Expression) -> Told {
    let published = context.times.published.as_ref().map(|p| p.date);
    let (from, to) = match (expression.relation, expression.partner.map(|p| &context.times.expressions[p])) {
        (Relation::From, Some(end)) => (expression.bounds.0, end.bounds.1),
        (Relation::To, Some(start)) => (start.bounds.0, expression.bounds.1),
        (Relation::Since | Relation::From, _) => (expression.bounds.0, published.or(expression.bounds.1)),
        // "Shortly after dawn" is that morning.
        (Relation::After | Relation::Before, _) if expression.kind == TimeKind::Time => expression.bounds,
        (Relation::After, _) => (expression.bounds.0, None),
        (Relation::Before | Relation::Until, _) => (None, expression.bounds.1),
        _ if expression.value == "PAST_REF" => (expression.bounds.0, expression.bounds.1.or(published)),
        _ => expression.bounds,
    };
    let from = from.map(|from| to.map_or(from, |to| from.min(to)));
    let precision = from.zip(to).map_or(TimePrecision::Unknown, |(from, to)| precision(from, to));
    // "A few days ago" is near, "years ago" and "recently" are told in passing.
    let unbounded = expression.value == "PAST_REF" && expression.bounds.0.is_none();
    let remote = unbounded || to.is_some_and(|to| is_remote(context, to));
    // "At noon" is that of the day that the story has come to.
    let clock = expression.anchor == Some(Anchor::Published) && is_clock_alone(context, expression);
    let inferred = clock || expression.value == "PAST_REF";
    let when = When { from, to, precision, time: time(expression), inferred };
    Told { when: Some(when), explicit: !clock, near: true, remote }
}

/// Whether an expression tells a time of day and not which day: "at 6:30 in the morning", but not "this morning".
fn is_clock_alone(context: &Context<'_, '_>, expression: &Expression) -> bool {
    const WORDS: &[&str] = &[
        "a.m.",
        "about",
        "afternoon",
        "am",
        "approximately",
        "around",
        "at",
        "clock",
        "dawn",
        "daybreak",
        "dusk",
        "early",
        "evening",
        "gmt",
        "hours",
        "in",
        "late",
        "local",
        "midday",
        "midnight",
        "morning",
        "night",
        "noon",
        "o'clock",
        "p.m.",
        "pm",
        "shortly",
        "some",
        "sunrise",
        "sunset",
        "the",
        "time",
        "utc",
    ];
    let known = |t: u32| {
        let word = context.parsed.word(t).to_lowercase();
        word.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation()) || WORDS.contains(&&*word)
    };
    expression.kind == TimeKind::Time && expression.tokens.clone().all(known)
}

fn is_remote(context: &Context<'_, '_>, to: Date) -> bool {
    context.times.published.as_ref().is_some_and(|p| days_between(to, p.date) > BACKGROUND_DAYS)
}

/// How fine an interval is told.
pub(super) fn precision(from: Date, to: Date) -> TimePrecision {
    match days_between(from, to) {
        0..=1 => TimePrecision::Day,
        2..=10 => TimePrecision::Week,
        11..=45 => TimePrecision::Month,
        _ => TimePrecision::Year,
    }
}

/// The time of day that a TIMEX3 value carries.
fn time(expression: &Expression) -> Option<String> {
    // "PRESENT_REF" has a T too.
    let (_, time) = expression.value.split_once('T').filter(|(day, _)| !day.starts_with('P'))?;
    let words = match time {
        "MO" => "morning",
        "MI" => "midday",
        "AF" => "afternoon",
        "EV" => "evening",
        "NI" => "night",
        "DT" => "daytime",
        clock => clock,
    };
    Some(words.to_owned())
}

/// The day of publication, as the last resort.
pub(super) fn published(context: &Context<'_, '_>, status: Status) -> Option<When> {
    let day = context.times.published.as_ref()?.date;
    status.is_live().then_some(When {
        from: Some(day),
        to: Some(day),
        precision: TimePrecision::Day,
        time: None,
        inferred: true,
    })
}
