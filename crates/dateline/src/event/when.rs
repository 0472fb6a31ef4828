//! When an event took place: the nearest time that governs it, the narrative's day, or, marked as inferred, the day of
//! publication.

use jiff::civil::Date;

use super::context::Context;
use super::governing::distance;
use super::trigger::Trigger;
use crate::reading::{Status, TimeKind, TimePrecision, When};
use crate::time::Expression;

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
    let mut best: Option<((u8, u32), &Expression)> = None;
    for expression in expressions[first..].iter().take_while(|e| e.tokens.start < sentence.tokens.end) {
        if !places_on_calendar(expression) {
            continue;
        }
        let Some(found) = distance(context, trigger, head_of(context, expression)) else { continue };
        if best.as_ref().is_none_or(|(d, _)| found < *d) {
            best = Some((found, expression));
        }
    }
    match best {
        Some(((steps, _), expression)) => Told { near: steps <= 1, ..from_expression(context, expression) },
        None => Told { when: None, explicit: false, near: false, remote: false },
    }
}

fn places_on_calendar(expression: &Expression) -> bool {
    match expression.kind {
        TimeKind::Date | TimeKind::Time => expression.interval.is_some() || expression.value == "PAST_REF",
        TimeKind::Duration | TimeKind::Set => false,
    }
}

/// The token of an expression that the rest of it hangs on.
fn head_of(context: &Context<'_, '_>, expression: &Expression) -> u32 {
    let tokens = &expression.tokens;
    tokens.clone().find(|t| context.parsed[*t].head.is_none_or(|h| !tokens.contains(&h))).unwrap_or(tokens.start)
}

fn from_expression(context: &Context<'_, '_>, expression: &Expression) -> Told {
    let published = context.times.published.as_ref().map(|p| p.date);
    let Some((from, to)) = expression.interval else {
        // "years ago": long past, on no day.
        let when = When { from: None, to: published, precision: TimePrecision::Unknown, time: None, inferred: true };
        return Told { when: Some(when), explicit: true, near: true, remote: true };
    };
    let remote = published.is_some_and(|day| days_between(to, day) > BACKGROUND_DAYS);
    let when = When {
        from: Some(from),
        to: Some(to),
        precision: precision(from, to),
        time: time(expression),
        inferred: false,
    };
    Told { when: Some(when), explicit: true, near: true, remote }
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

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// The time of day that a TIMEX3 value carries.
fn time(expression: &Expression) -> Option<String> {
    let (_, time) = expression.value.split_once('T')?;
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
