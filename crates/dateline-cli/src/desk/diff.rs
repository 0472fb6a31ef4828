//! `dateline diff`: what a newer reading changed.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use dateline_record::{ChangeKind, Difference, Record};
use jiff::Timestamp;

use crate::desk::record::as_of;
use crate::output::clean;

/// Show what a newer reading of a record's reports changed, event by event.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The record.
    #[arg(long, value_name = "FILE")]
    record: PathBuf,

    /// What changed since the end of a day or an instant, UTC, edits of reports among it; by default, what the latest reading
    /// changed.
    #[arg(long, value_name = "WHEN", value_parser = as_of)]
    since: Option<Timestamp>,
}

const EXAMPLES: &str = "\
Examples:
  dateline reread --record war.db && dateline diff --record war.db
  dateline diff --record war.db --since 2026-04-25";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let in_record = || args.record.display().to_string();
    let record = Record::open(&args.record).with_context(in_record)?;
    let since = args.since.map(|at| record.moment(at)).transpose().with_context(in_record)?;
    let mut stdout = io::stdout().lock();
    record
        .differences(since, |difference| stdout.write_all(words(&difference).as_bytes()).map_err(anyhow::Error::from))
        .with_context(in_record)?;
    stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// A document and a line for each event that is otherwise.
fn words(difference: &Difference) -> String {
    let Difference { document, name, coders: [before, after], revisions, events, claims } = difference;
    let mut out = format!("{document} {}", clean(name));
    if revisions[0] != revisions[1] {
        write!(out, ", revision {} to {}", revisions[0], revisions[1]).expect("writing to a string");
    }
    if before != after {
        let coder = |(version, lexicon): &(String, String)| format!("dateline {version}, lexicon {lexicon}");
        write!(out, ", {} to {}", coder(before), coder(after)).expect("writing to a string");
    }
    out.push('\n');
    for event in events {
        let (id, trigger) = (&event.id, clean(&event.words));
        match &event.kind {
            ChangeKind::Added => writeln!(out, "  + {id} “{trigger}”"),
            ChangeKind::Gone => writeln!(out, "  - {id} “{trigger}”"),
            ChangeKind::Changed(fields) => {
                let fields: Vec<String> = fields
                    .iter()
                    .map(|(field, was, is)| {
                        let [was, is] =
                            [was, is].map(|words| if words.is_empty() { "nothing".into() } else { clean(words) });
                        format!("{field}: {was} → {is}")
                    })
                    .collect();
                writeln!(out, "  ~ {id} “{trigger}” {}", fields.join("; "))
            }
        }
        .expect("writing to a string");
    }
    if claims[0] != claims[1] {
        writeln!(out, "  claims: {} → {}", claims[0], claims[1]).expect("writing to a string");
    }
    out
}
