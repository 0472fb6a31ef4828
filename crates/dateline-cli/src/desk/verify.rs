//! `dateline verify`: whether everything in a record is what it was.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use dateline_record::Record;

use crate::output::record::counted;

/// Check a record: originals against their hashes, quotes against their texts, the chain of everything that was written.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The record.
    #[arg(long, value_name = "FILE")]
    record: PathBuf,

    /// The hash that an earlier check printed and that was kept elsewhere: whether what stood then still stands.
    #[arg(long, value_name = "HASH")]
    head: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  dateline verify --record war.db
  dateline verify --record war.db --head 5f1c9e...

A row that is not as it was is named on standard error, and the exit code is 1. Who can write the file could make all hashes
anew; the head, kept elsewhere, shows that too.";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let in_record = || args.record.display().to_string();
    let record = Record::open(&args.record).with_context(in_record)?;
    let done = record.verify().with_context(in_record)?;
    let mut flaws: Vec<String> = done.flaws.iter().map(ToString::to_string).collect();
    if let Some(head) = &args.head
        && !record.has_head(head).with_context(in_record)?
    {
        flaws.push(format!("journal: no entry has the hash {head}"));
    }
    for flaw in &flaws {
        eprintln!("dateline: {}: {flaw}", args.record.display());
    }
    let mut looked_at = vec![
        counted(done.entries, "entry"),
        counted(done.contents, "content"),
        counted(done.readings, "reading"),
        counted(done.quotes, "quote"),
        counted(done.incidents, "incident"),
        counted(done.decisions, "decision"),
    ];
    if done.withdrawn > 0 {
        looked_at.push(format!("{} withdrawn", done.withdrawn));
    }
    println!("{}: {}", looked_at.join(", "), if flaws.is_empty() { "as they were written" } else { "NOT as written" });
    println!("head {}", done.head);
    Ok(if flaws.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
