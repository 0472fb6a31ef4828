//! `dateline reread`: what a record holds is read by the present program; older readings stay.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use anyhow::Context;
use dateline::Reader;
use dateline_record::{Handle, Record, Rereading};

use crate::inputs::{Threads, unharmed};
use crate::output::record::counted;
use crate::{lexicon, ordered};

/// Read what a record holds with this program and lexicon, where others read it. Older readings are kept.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The record.
    #[arg(long, value_name = "FILE")]
    record: PathBuf,

    #[command(flatten)]
    threads: Threads,

    /// A folder of lexicon files to lay over the built-in ones.
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  dateline reread --record war.db
  dateline diff --record war.db                              what that changed

Stopped at any moment, nothing is half done; the same command takes up where it stopped.";

/// Readings that are written together.
const BATCH: usize = 64;

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let reader = Reader::new(lexicon::load(args.lexicon.as_deref())?);
    let in_record = || args.record.display().to_string();
    let mut record = Record::open(&args.record).with_context(in_record)?;
    let handles = record.read_otherwise(reader.coder()).with_context(in_record)?;
    let all = handles.len();
    let source = Mutex::new(record.again().with_context(in_record)?);
    let read = |handle: Handle| -> anyhow::Result<Rereading> {
        let stored = source.lock().unwrap_or_else(PoisonError::into_inner).document(handle)?;
        let reading = unharmed(|| reader.read(&stored.document)).map_err(|words| {
            anyhow::anyhow!("{}: the reader broke off, which is a mistake in dateline ({words})", stored.name())
        })?;
        Ok(Rereading::new(handle, stored, reading))
    };
    let (mut waiting, mut failed) = (Vec::new(), 0);
    ordered::map(handles.into_iter(), args.threads.count(), read, |rereading| {
        match rereading {
            Ok(rereading) => waiting.push(rereading),
            Err(error) => {
                failed += 1;
                eprintln!("dateline: {error:#}");
            }
        }
        if waiting.len() >= BATCH { write(&mut record, &mut waiting) } else { Ok(()) }
    })
    .with_context(in_record)?;
    write(&mut record, &mut waiting).with_context(in_record)?;
    let failed = if failed > 0 { format!("; {failed} could not be read") } else { String::new() };
    println!("{}{failed}", counted(all as u64, "new reading"));
    Ok(if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn write(record: &mut Record, waiting: &mut Vec<Rereading>) -> dateline_record::Result<()> {
    let mut batch = record.rereading()?;
    for rereading in waiting.drain(..) {
        batch.reread(&rereading)?;
    }
    batch.commit()
}
