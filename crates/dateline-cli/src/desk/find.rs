//! `dateline find`: reports of a record by words, place and time.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use dateline_record::{Record, Search};
use jiff::civil::Date;

use crate::output::clean;

/// Find reports in a record by their words, and by where and when the events in them took place.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The record.
    #[arg(long, value_name = "FILE")]
    record: PathBuf,

    /// Words that must all be there; "a phrase", or a stem*.
    words: Vec<String>,

    /// A place at most so many kilometres from a latitude and longitude.
    #[arg(long, value_name = "LAT,LON,KM", value_parser = near, allow_hyphen_values = true)]
    near: Option<(f64, f64, f64)>,

    /// An event on this day or later.
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,

    /// An event on this day or earlier.
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
}

const EXAMPLES: &str = "\
Examples:
  dateline find --record war.db market attack*
  dateline find --record war.db --near 14.35,-3.61,50 --from 2026-04-01 '\"the mayor\"'";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let in_record = || args.record.display().to_string();
    let record = Record::open(&args.record).with_context(in_record)?;
    let words = (!args.words.is_empty()).then(|| args.words.join(" "));
    let search = Search { words, near: args.near, from: args.from, to: args.to };
    let mut stdout = io::stdout().lock();
    for handle in record.search(&search).with_context(in_record)? {
        let stored = record.document(handle).with_context(in_record)?;
        let published =
            stored.reading.document.published.as_ref().map_or_else(|| "          ".into(), |p| p.date.to_string());
        let text = &stored.document.text;
        let title = stored.document.title.as_deref().or_else(|| text.lines().find(|line| !line.trim().is_empty()));
        let title: String = clean(title.unwrap_or_default()).chars().take(80).collect();
        writeln!(stdout, "{} {published} {}: {title}", stored.id, clean(stored.name()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn near(words: &str) -> Result<(f64, f64, f64), String> {
    let parts: Vec<f64> = words.split(',').map_while(|part| part.trim().parse().ok()).collect();
    match parts[..] {
        [lat, lon, km] if (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon) && km >= 0.0 => {
            Ok((lat, lon, km))
        }
        _ => Err("expected latitude, longitude and kilometres, as 14.35,-3.61,50".into()),
    }
}
