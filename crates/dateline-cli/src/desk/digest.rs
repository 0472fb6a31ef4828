//! `dateline digest`: what happened, for a desk.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use dateline_tables::Digest;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::desk::file::replace;
use crate::desk::gather::Gather;

/// Tell what reports say happened, by country: what, where, at what cost, how many independent sources say so, and what is
/// disputed.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    gather: Gather,

    /// Only what was reported from that day on: 2026-04-25, or 24h, 7d, 2w before now (UTC).
    #[arg(long, value_name = "WHEN", value_parser = since)]
    since: Option<Date>,

    /// The form of the output.
    #[arg(long, value_enum, default_value = "md")]
    format: Format,

    /// Write to FILE.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The forms of a digest.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Markdown.
    Md,
    /// A page of its own, without scripts.
    Html,
}

const EXAMPLES: &str = "\
Examples:
  dateline digest --since 24h reports/
  dateline digest --record war.db --since 7d --format html -o week.html";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let reader = args.gather.inputs.reader()?;
    let gathered = args.gather.all(&reader)?;
    let review = |incident: &_| gathered.review(incident);
    let digest = Digest::new(&gathered.incidents, &gathered.accounts, reader.lexicon(), args.since, review);
    let words = match args.format {
        Format::Md => digest.markdown(),
        Format::Html => digest.html(),
    };
    match &args.output {
        None => io::stdout().lock().write_all(words.as_bytes())?,
        Some(path) => replace(path, |out| Ok(out.write_all(words.as_bytes())?))?,
    }
    Ok(gathered.code)
}

/// A day, or how long before now.
fn since(words: &str) -> Result<Date, String> {
    if let Ok(day) = words.parse() {
        return Ok(day);
    }
    let long = duration(words).ok_or("neither a day as 2026-04-25 nor a time before now as 24h, 7d or 2w")?;
    let then = Timestamp::now().checked_sub(long).map_err(|e| e.to_string())?;
    Ok(then.to_zoned(TimeZone::UTC).date())
}

/// A number of hours, days or weeks.
fn duration(words: &str) -> Option<SignedDuration> {
    let unit = words.chars().next_back()?;
    let hours: i64 = match unit {
        'h' => 1,
        'd' => 24,
        'w' => 24 * 7,
        _ => return None,
    };
    let count: i64 = words[..words.len() - 1].parse().ok().filter(|n| (0..=100_000).contains(n))?;
    Some(SignedDuration::from_hours(count * hours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_before_now_is_hours_days_or_weeks() {
        for (words, hours) in [
            ("24h", Some(24)),
            ("7d", Some(168)),
            ("2w", Some(336)),
            ("0h", Some(0)),
            ("h", None),
            ("-1d", None),
            ("7 é", None),
        ] {
            assert_eq!(duration(words).map(|d| d.as_hours()), hours, "{words}");
        }
        assert_eq!(since("2026-04-25"), Ok("2026-04-25".parse().unwrap()));
        assert!(since("yesterday").is_err());
    }
}
