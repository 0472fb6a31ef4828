//! The note that goes with each table: what it is, what made it, what it does not show, and how to handle it.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::civil::Date;

use crate::{Accounts, Coarsen, Options, Source, Table};

/// The note of a table, in Markdown. `profile` is the profile's name and `names` whether private names were kept.
pub fn note(table: &Table<'_>, accounts: &Accounts, profile: &str, options: Options, names: bool) -> String {
    let sources = accounts.sources();
    let mut out = String::new();
    let rows = table.rows.len();
    let _ = writeln!(out, "# About this table\n\n{}.\n", table.profile.about);
    let _ = writeln!(out, "- Rows: {rows}, from {} reports.", sources.len());
    let mut coders: Vec<&str> = sources.iter().map(|s| s.coder.as_str()).collect();
    coders.sort_unstable();
    coders.dedup();
    let _ = writeln!(out, "- Made by: {}; profile `{profile}`.", coders.join("; "));
    let days: Vec<_> = sources.iter().filter_map(|s| s.published).collect();
    if let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) {
        let _ = writeln!(out, "- Vintage: reports published from {first} to {last}.");
    }
    for (why, count) in &table.left_out {
        let _ = writeln!(out, "- Left out: {count} ({why}).");
    }
    out.push_str(
        "\n## Purpose and limits\n\nFor analysis, documentation and early warning; not for targeting, and not for judging single \
         persons. Rows are what reports say: a claim stands with who makes it, and a row that says \"not reviewed\" was read by a \
         program alone.\n\nAn empty cell is not known; it is no zero. Coordinates are those of places as the reports name them, \
         and no finer than the precision code beside them.\n",
    );
    out.push_str("\n## Protection\n\n");
    out.push_str(if names {
        "- **Names of private persons and of victims are in this table.** Sensitive: keep it in the circle that needs it.\n"
    } else {
        "- Names of private persons and of victims are replaced by the part they play. Sites and small groups can still be \
         sensitive.\n"
    });
    let _ = writeln!(
        out,
        "- Coordinates: {}.",
        match options.coarsen {
            Coarsen::No => "as precise as known",
            Coarsen::Sites => "a tenth of a degree for hospitals, camps, shelters and the like",
            Coarsen::All => "a tenth of a degree",
        }
    );
    if let Some(until) = options.until {
        let _ = writeln!(out, "- Delay: nothing later than {until}.");
    }
    out.push_str(
        "- Keep it no longer than the purpose needs, and share it under no wider rule than its sources allow.\n\
         - Whoever is wronged by a row may ask for its correction: the row's id leads back to the reports.\n",
    );
    out.push_str("\n## What it is made from\n\nMore reports of one outlet or language mean more rows from there, not more events.\n\n");
    let mut outlets: BTreeMap<(&str, &str), Vec<&Source>> = BTreeMap::new();
    let mut languages: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
    for source in &sources {
        outlets.entry((source.language.as_str(), source.label.as_str())).or_default().push(source);
        languages.entry(source.language.as_str()).or_default().push(source);
    }
    out.push_str("| language | outlet | reports | translations | first of | last of |\n|---|---|---|---|---|---|\n");
    for ((language, outlet), reports) in outlets {
        let days = || reports.iter().filter_map(|source| source.published);
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let (count, outlet) = (reports.len(), outlet.replace(['|', '\n', '\r'], " "));
        let (translated, first, last) = (translations(&reports), day(days().min()), day(days().max()));
        let _ = writeln!(out, "| {language} | {outlet} | {count} | {translated} | {first} | {last} |");
    }
    out.push_str(
        "\nTranslations are reports that came as such or say that they are one; that none is counted does not mean that there are \
         none. In all, by language:\n\n",
    );
    for (language, reports) in languages {
        let _ = writeln!(out, "- {language}: {} reports, translations: {}", reports.len(), translations(&reports));
    }
    let gaps = gaps(days);
    if !gaps.is_empty() {
        out.push_str("\nA week and longer without any report, where nothing here means that nobody looked:\n\n");
        for (from, to) in gaps {
            let _ = writeln!(out, "- {from} to {to}");
        }
    }
    out
}

/// How many of some reports are translations, and from which languages: "3 (ar 2, und 1)".
fn translations(reports: &[&Source]) -> String {
    let mut from: BTreeMap<&str, usize> = BTreeMap::new();
    for language in reports.iter().filter_map(|source| source.translated_from.as_deref()) {
        *from.entry(language).or_default() += 1;
    }
    let each: Vec<String> = from.iter().map(|(language, count)| format!("{language} {count}")).collect();
    match from.values().sum::<usize>() {
        0 => "0".to_owned(),
        all => format!("{all} ({})", each.join(", ")),
    }
}

/// Stretches of a week and longer between days of publication on which no report was published.
fn gaps(mut days: Vec<Date>) -> Vec<(Date, Date)> {
    days.sort_unstable();
    days.dedup();
    let free = days.windows(2).filter_map(|pair| Some((pair[0].tomorrow().ok()?, pair[1].yesterday().ok()?)));
    free.filter(|(from, to)| from.until(*to).is_ok_and(|span| span.get_days() >= 6)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_of_a_week_are_told() {
        let check = |days: &[&str], expected: &[(&str, &str)]| {
            let found = gaps(days.iter().map(|day| day.parse().unwrap()).collect());
            let found: Vec<(String, String)> = found.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
            let expected: Vec<(String, String)> = expected.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
            assert_eq!(found, expected, "{days:?}");
        };
        check(&[], &[]);
        check(&["2026-03-10"], &[]);
        check(&["2026-03-10", "2026-03-11", "2026-03-10"], &[]);
        check(&["2026-03-10", "2026-03-17"], &[]);
        check(&["2026-03-18", "2026-03-10"], &[("2026-03-11", "2026-03-17")]);
        check(&["2025-12-20", "2026-01-05", "2026-01-06"], &[("2025-12-21", "2026-01-04")]);
    }
}
