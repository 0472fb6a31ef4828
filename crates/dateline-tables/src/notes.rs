//! A row in a sentence: what the accounts say, who says so, what is disputed, and whether a person has reviewed it.

use std::fmt::Write;

use dateline::reading::{CasualtyKind, Precision};

use crate::Review;
use crate::account::{Side, Toll, shortened};
use crate::case::Case;

/// The row in a sentence or two. Claims are told as claims, with those who make them.
pub(crate) fn notes(case: &Case<'_>, review: Review) -> String {
    let mut out = String::new();
    if let Some(days) = case.days() {
        let day = |date: jiff::civil::Date| date.strftime("%-d %B %Y").to_string();
        let between = if days.from == days.to {
            format!("On {}", day(days.from))
        } else {
            format!("Between {} and {}", day(days.from), day(days.to))
        };
        out.push_str(&between);
        if days.inferred {
            out.push_str(" (concluded from the day of publication)");
        }
        out.push_str(", ");
    }
    if let Some(spot) = case.spot() {
        let within = spot.admin1.as_ref().filter(|a| **a != spot.name).map(|a| format!(" ({a})")).unwrap_or_default();
        let inferred = if spot.inferred { " (concluded)" } else { "" };
        let near = if spot.precision == Precision::Near { "near " } else { "" };
        let _ = write!(out, "{near}{}{within}{inferred}, ", spot.name);
    }
    let (first, second) = case.both();
    let names = |sides: &[&Side]| sides.iter().take(3).map(|s| s.name.as_str()).collect::<Vec<_>>().join(" / ");
    let act = case.most(|a| vec![a.trigger.clone()]).unwrap_or_default();
    let who = if first.is_empty() { "somebody not named".to_owned() } else { names(&first) };
    let _ = write!(out, "{who}: “{act}”");
    if !second.is_empty() {
        let _ = write!(out, " → {}", names(&second));
    }
    out.push('.');
    for kind in [CasualtyKind::Killed, CasualtyKind::Injured, CasualtyKind::Abducted, CasualtyKind::Arrested] {
        let figures = figures(case, kind);
        if !figures.is_empty() {
            let _ = write!(out, " Reported {kind}: {}.", figures.join("; "));
        }
    }
    if let Some(outcome) = case.most(|a| a.outcome.into_iter().collect()) {
        let _ = write!(out, " Outcome: {outcome}.");
    }
    let said = case.said_by();
    if !said.is_empty() {
        let _ = write!(out, " According to {}.", said.iter().take(4).cloned().collect::<Vec<_>>().join(", "));
    }
    if case.incident.disputed {
        let denied = case.denied_by();
        let by = if denied.is_empty() {
            String::new()
        } else {
            format!(" by {}", denied.iter().take(4).cloned().collect::<Vec<_>>().join(", "))
        };
        let _ = write!(out, " Disputed{by}.");
    }
    let mut out = shortened(&out);
    let _ = write!(out, " [{}]", review.words());
    out
}

/// Each number that is given, with those who give it.
pub(crate) fn figures(case: &Case<'_>, kind: CasualtyKind) -> Vec<String> {
    let mut figures: Vec<(String, Vec<String>)> = Vec::new();
    for (account, _) in case.told() {
        for toll in account.tolls.iter().filter(|t| t.kind == kind) {
            let number = number(toll);
            let outlet = &account.source.label;
            let said = match &toll.says {
                _ if toll.set => "set in review".to_owned(),
                Some(who) => format!("{who} in {outlet}"),
                None => outlet.clone(),
            };
            match figures.iter_mut().find(|(n, _)| *n == number) {
                Some((_, sources)) if sources.contains(&said) => {}
                Some((_, sources)) => sources.push(said),
                None => figures.push((number, vec![said])),
            }
        }
    }
    figures
        .into_iter()
        .take(4)
        .map(|(number, sources)| format!("{number} ({})", sources.into_iter().take(3).collect::<Vec<_>>().join(", ")))
        .collect()
}

/// A number with what the words leave open.
pub(crate) fn number(toll: &Toll) -> String {
    match (toll.low, toll.best, toll.high) {
        (Some(low), Some(best), None) if low == best => format!("at least {best}"),
        (None, Some(best), Some(_)) => format!("up to {best}"),
        (Some(low), Some(_), Some(high)) if low < high => format!("{low} to {high}"),
        (_, Some(best), _) => best.to_string(),
        (Some(low), None, Some(high)) => format!("{low} to {high}"),
        (Some(low), None, None) => format!("at least {low}, no number given"),
        (None, None, Some(high)) => format!("up to {high}"),
        (None, None, None) => "no number given".into(),
    }
}
