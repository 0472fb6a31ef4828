//! `dateline ingest`: documents and what was read from them go into a record.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::ValueEnum;
use dateline_intake::Options;
use dateline_record::{Moment, Record};
use jiff::civil::Date;

use super::merge;
use super::store::{self, Storing};
use crate::inputs::Inputs;

/// Read reports and keep them in a record: originals, texts and what was read from them, in one file.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The record; it is made where there is none.
    #[arg(long, value_name = "FILE")]
    record: PathBuf,

    #[command(flatten)]
    inputs: Inputs,

    /// What to print.
    #[arg(long, value_enum, default_value = "summary")]
    format: Format,

    /// The day the reports were published, as 2026-04-25; a date that a JSON line carries goes before it.
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,

    /// Leave the incidents as they are; `dateline merge --record` takes the documents in later.
    #[arg(long)]
    no_merge: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// How many documents were new, unchanged, revised.
    Summary,
    /// A line for each document once it is safely in the record.
    Jsonl,
}

const EXAMPLES: &str = "\
Examples:
  dateline ingest --record war.db reports/
  dateline ingest --record war.db archive.jsonl.zst
  dateline ingest --record war.db --format jsonl https://news.example/story.html
  dateline ingest --record war.db https://news.example/feed.rss

A document is known again by its address, or else its id in a JSON line, or else its path. With other words or another date it
is a revision of the same document. Of a feed only what is new or changed since the last time is fetched. At the end incidents are
merged anew, by the rule of the last merger. Stopped at any moment, nothing is half done; the same command takes up where it stopped.
A document that cannot be read is reported, the others go on, and the exit code is 1 at the end.";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let reader = args.inputs.reader()?;
    let in_record = || format!("{}", args.record.display());
    let mut record = Record::open_or_create(&args.record).with_context(in_record)?;
    let mut options = Options { published: args.published, ..Options::default() };
    let visits = store::Visits::of(&record, &mut options).with_context(in_record)?;
    let storing = Storing {
        threads: args.inputs.threads(),
        progress: args.inputs.progress(),
        visits: &visits,
        lines: args.format == Format::Jsonl,
    };
    let done = storing.all(&mut record, args.inputs.intake(options), &reader).with_context(in_record)?;
    if args.format == Format::Summary {
        println!("{}", done.summary());
    }
    if !args.no_merge && (done.is_news() || is_unmerged(&record).with_context(in_record)?) {
        let merged = merge::again(&mut record, &reader.lexicon().merge);
        let merged = merged.with_context(|| format!("{}: the documents are in it; merging", args.record.display()))?;
        if args.format == Format::Summary {
            println!("{merged}");
        }
    }
    Ok(if done.failed > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Whether documents wait for a merger, perhaps since an earlier run was stopped before it.
fn is_unmerged(record: &Record) -> dateline_record::Result<bool> {
    Ok(match record.last_merger(Moment::NOW)? {
        Some((_, since)) => since > 0,
        None => record.status(Moment::NOW)?.documents > 0,
    })
}
