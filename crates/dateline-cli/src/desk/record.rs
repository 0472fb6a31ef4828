//! `dateline record`: what is in a record.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use dateline_record::{Moment, Record};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::output::{Look, record};

/// Say what is in a record.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The record.
    #[arg(value_name = "FILE")]
    record: PathBuf,

    /// As it stood at the end of a day or at an instant, UTC: 2026-04-25 or 2026-04-25T12:00:00Z.
    #[arg(long, value_name = "WHEN", value_parser = as_of)]
    as_of: Option<Timestamp>,
}

const EXAMPLES: &str = "\
Examples:
  dateline record war.db
  dateline record --as-of 2026-04-25 war.db";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let in_record = || format!("{}", args.record.display());
    let record = Record::open(&args.record).with_context(in_record)?;
    let moment = args.as_of.map_or(Ok(Moment::NOW), |at| record.moment(at)).with_context(in_record)?;
    let status = record.status(moment).with_context(in_record)?;
    print!("{}", record::status(&status, Look::of_stdout()));
    Ok(ExitCode::SUCCESS)
}

/// An instant, or the last millisecond of a day.
pub(crate) fn as_of(words: &str) -> Result<Timestamp, String> {
    // A day would be read off an instant too, so that comes first.
    if let Ok(instant) = words.parse() {
        return Ok(instant);
    }
    let day: Date = words.parse().map_err(|_| "neither a day as 2026-04-25 nor an instant as 2026-04-25T12:00:00Z")?;
    let next = day.tomorrow().and_then(|next| next.to_zoned(TimeZone::UTC));
    next.and_then(|next| next.timestamp().checked_sub(jiff::Span::new().milliseconds(1))).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_meant_to_its_end() {
        for (words, instant) in [
            ("2026-04-25", "2026-04-25T23:59:59.999Z"),
            ("2026-04-25T12:00:00Z", "2026-04-25T12:00:00Z"),
            ("2026-04-25T12:00:00+02:00", "2026-04-25T10:00:00Z"),
        ] {
            assert_eq!(as_of(words).unwrap().to_string(), instant);
        }
        assert!(as_of("yesterday").is_err());
    }
}
