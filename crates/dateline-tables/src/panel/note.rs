//! The note that goes with a panel: what it counts, what it covers, what it leaves out.

use std::fmt::Write;

use super::{Panel, Unit};

/// The note of a panel, in Markdown.
pub fn note(panel: &Panel) -> String {
    let mut out = String::from("# About this panel\n\n");
    let unit = match panel.options.unit {
        Unit::Country => "country",
        Unit::Admin1 => "first-level division of a country",
        Unit::PrioGrid => "cell of PRIO-GRID",
    };
    let _ = writeln!(out, "- A row for each {unit} and month: {} units, {} rows.", panel.units.len(), panel.len());
    let _ = writeln!(out, "- Vintage: {}.", panel.vintage);
    let list =
        if panel.options.units.is_some() { "as listed" } else { "those in which an event that is counted was placed" };
    let _ = writeln!(out, "- Units: {list}.");
    let _ = writeln!(out, "- Months: {}.", coverage(panel));
    let _ = writeln!(out, "- Kinds of event: {}.", panel.options.kinds.join(", "));
    let _ = writeln!(
        out,
        "- Counted: {} events, each in the month in which it ends; {} of them touch more than one month{}.",
        panel.counted,
        panel.long,
        if panel.options.spread { ", and their dead are spread over those covered, in shares that add up" } else { "" }
    );
    for (why, count) in &panel.left_out {
        let _ = writeln!(out, "- Left out: {count} ({why}).");
    }
    out.push_str(
        "\nZero means that the month was covered and no such event was found. An empty cell means that nobody looked. \
         `uncounted` are events of which nobody says how many died; they add nothing to the dead. More documents find more \
         events: `documents` says how many of the month name a place in the unit's country.\n\n\
         For analysis, documentation and early warning; not for targeting.\n",
    );
    out
}

fn coverage(panel: &Panel) -> String {
    let Some((first, last)) = panel.coverage.bounds() else { return "none is covered".into() };
    let covered = first.to(last).filter(|m| panel.coverage.covers(*m)).count();
    let of = first.to(last).count();
    let basis = match panel.coverage.given {
        Some(_) => "as given, or from a table's first event to its last",
        None => {
            "for each unit those in which a document was published that names a place in its country, or in which an event is known"
        }
    };
    format!("{first} to {last}; {covered} of {of} covered in any unit, {basis}")
}
