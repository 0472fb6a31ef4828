//! `dateline incidents`: what a record's incidents are, and what people decided about them.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::ValueEnum;
use dateline_record::{Moment, Record, State};
use jiff::Timestamp;

use crate::desk::record::as_of;
use crate::output::incidents::{self, Format};
use crate::output::{Look, json};

/// Show the incidents of a record, as `dateline merge --record` made them and as people decided.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The record.
    #[arg(long, value_name = "FILE")]
    record: PathBuf,

    /// The form of the output.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,

    /// As they stood at the end of a day or at an instant, UTC: 2026-04-25 or 2026-04-25T12:00:00Z.
    #[arg(long, value_name = "WHEN", value_parser = as_of)]
    as_of: Option<Timestamp>,

    /// Only those that are so.
    #[arg(long, value_enum, value_name = "STATE")]
    only: Option<Only>,

    /// Show why events were taken for one.
    #[arg(long)]
    explain: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Only {
    /// Nobody has said.
    Unreviewed,
    /// A person accepted it.
    Accepted,
    /// A person rejected it.
    Rejected,
}

const EXAMPLES: &str = "\
Examples:
  dateline incidents --record war.db --only unreviewed
  dateline incidents --record war.db --as-of 2026-04-25 --format jsonl";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let in_record = || args.record.display().to_string();
    let record = Record::open(&args.record).with_context(in_record)?;
    let moment = args.as_of.map_or(Ok(Moment::NOW), |at| record.moment(at)).with_context(in_record)?;
    let merger = record.last_merger(moment).with_context(in_record)?;
    let Some((_, since)) = merger else {
        anyhow::bail!("{}: nothing was merged yet; `dateline merge --record` does", args.record.display());
    };
    let only = args.only.map(|only| match only {
        Only::Unreviewed => State::Unreviewed,
        Only::Accepted => State::Accepted,
        Only::Rejected => State::Rejected,
    });
    let look = Look::of_stdout();
    let mut stdout = io::stdout().lock();
    let mut first = true;
    for recorded in record.incidents(moment).with_context(in_record)? {
        let recorded = recorded.with_context(in_record)?;
        // A report that tells of no event is no incident.
        if recorded.incident.plover.is_none() || only.is_some_and(|only| recorded.review.state != only) {
            continue;
        }
        match args.format {
            Format::Jsonl => stdout.write_all(&json::line(&incidents::line(&recorded), false))?,
            Format::Table => {
                if !std::mem::take(&mut first) {
                    stdout.write_all(b"\n")?;
                }
                stdout.write_all(incidents::recorded(&recorded, look, args.explain).as_bytes())?;
            }
        }
    }
    stdout.flush()?;
    if since > 0 {
        eprintln!("dateline: {since} readings came after the last merger; `dateline merge --record` takes them in");
    }
    Ok(ExitCode::SUCCESS)
}
