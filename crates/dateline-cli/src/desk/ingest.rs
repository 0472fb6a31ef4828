//! `dateline ingest`: documents and what was read from them go into a record.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::ValueEnum;
use dateline::{Document, Reader};
use dateline_intake::{Error, Options, Raw};
use dateline_record::{Entry, Form, Outcome, Record};
use jiff::civil::Date;
use serde::Serialize;

use crate::inputs::{Inputs, guarded};
use crate::ordered;
use crate::output::{json, record::counted};

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

A document is known again by its address, or else its id in a JSON line, or else its path. With other words or another date it
is a revision of the same document. Stopped at any moment, nothing is half done; the same command takes up where it stopped.
A document that cannot be read is reported, the others go on, and the exit code is 1 at the end.";

/// Documents that are written together, at most.
const BATCH: usize = 64;
/// The longest that a document waits for others to be written with, where others come.
const WAIT: Duration = Duration::from_secs(1);

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let reader = args.inputs.reader()?;
    let in_record = || format!("{}", args.record.display());
    let record = Record::open_or_create(&args.record).with_context(in_record)?;
    let known = Mutex::new(record.again().with_context(in_record)?);
    let options = Options { published: args.published, ..Options::default() };
    let progress = args.inputs.progress();
    let mut store = Store { record, waiting: Vec::new(), since: Instant::now(), counts: [0; 4], format: args.format };
    let mut failed = 0;
    ordered::map(
        args.inputs.intake(options),
        args.inputs.threads(),
        |raw| prepare(raw, &reader, &known),
        |prepared| {
            match prepared {
                Ok(prepared) => store.waiting.push(prepared.with_context(in_record)?),
                Err(error) => {
                    failed += 1;
                    progress.suspend(|| eprintln!("dateline: {error}"));
                    progress.inc(1);
                }
            }
            if store.waiting.len() >= BATCH || store.since.elapsed() >= WAIT {
                progress.inc(store.write().with_context(in_record)?);
            }
            anyhow::Ok(())
        },
    )?;
    store.write().with_context(in_record)?;
    progress.finish_and_clear();
    if args.format == Format::Summary {
        let failed = if failed > 0 { format!("; {failed} could not be read") } else { String::new() };
        println!("{}{failed}", store.summary());
    }
    Ok(if failed > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// A document on its way into the record.
struct Prepared {
    id: String,
    source_id: Option<String>,
    path: Option<String>,
    url: Option<String>,
    /// Nothing where the record holds it as it came.
    entry: Option<Box<Entry>>,
}

/// Reads one document, unless the record holds it and its reading already.
fn prepare(
    raw: Result<Raw, Error>,
    reader: &Reader,
    known: &Mutex<Record>,
) -> Result<dateline_record::Result<Prepared>, Error> {
    let raw = raw?;
    let (original, form) = (raw.bytes().to_vec(), form(raw.format()));
    guarded(Ok(raw), |document: &Document| {
        let outcome = known.lock().unwrap_or_else(PoisonError::into_inner).outcome(document, reader.coder())?;
        let entry = || Box::new(Entry::new(&original, form, document.clone(), reader.read(document)));
        Ok(Prepared {
            id: dateline_record::document_id(document),
            source_id: document.source_id.clone(),
            path: document.path.clone(),
            url: document.url.clone(),
            entry: (outcome != Outcome::Unchanged).then(entry),
        })
    })
}

fn form(format: dateline_intake::Format) -> Form {
    match format {
        dateline_intake::Format::Html => Form::Html,
        dateline_intake::Format::Jsonl => Form::JsonLine,
        dateline_intake::Format::Text | dateline_intake::Format::Auto => Form::Text,
    }
}

/// Writes documents some at a time, and tells of each once it is durable.
struct Store {
    record: Record,
    waiting: Vec<Prepared>,
    since: Instant,
    counts: [u64; 4],
    format: Format,
}

/// A document that is safely in the record.
#[derive(Serialize)]
struct Line<'a> {
    document: &'a str,
    source_id: Option<&'a str>,
    path: Option<&'a str>,
    url: Option<&'a str>,
    outcome: &'static str,
}

impl Store {
    /// Writes what waits, in one transaction; gives how many documents that were.
    fn write(&mut self) -> anyhow::Result<u64> {
        let mut outcomes = Vec::with_capacity(self.waiting.len());
        if self.waiting.iter().any(|prepared| prepared.entry.is_some()) {
            let mut batch = self.record.batch()?;
            for prepared in &self.waiting {
                outcomes.push(prepared.entry.as_ref().map_or(Ok(Outcome::Unchanged), |entry| batch.store(entry))?);
            }
            batch.commit()?;
        } else {
            outcomes.resize(self.waiting.len(), Outcome::Unchanged);
        }
        let mut stdout = io::stdout().lock();
        for (prepared, outcome) in self.waiting.iter().zip(&outcomes) {
            self.counts[*outcome as usize] += 1;
            if self.format == Format::Jsonl {
                stdout.write_all(&json::line(
                    &Line {
                        document: &prepared.id,
                        source_id: prepared.source_id.as_deref(),
                        path: prepared.path.as_deref(),
                        url: prepared.url.as_deref(),
                        outcome: outcome.word(),
                    },
                    false,
                ))?;
            }
        }
        stdout.flush()?;
        self.waiting.clear();
        self.since = Instant::now();
        Ok(outcomes.len() as u64)
    }

    fn summary(&self) -> String {
        let all = [Outcome::New, Outcome::Revised, Outcome::Reread, Outcome::Unchanged];
        let parts = all.iter().map(|outcome| (self.counts[*outcome as usize], outcome.word()));
        let parts: Vec<String> = parts.filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        let parts = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
        format!("{}{parts}", counted(self.counts.iter().sum(), "document"))
    }
}
