//! `dateline archive`: millions of reports become tables.

mod chunks;
mod plan;

use std::io::{self, IsTerminal};
use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

use anyhow::{Context, bail};
use dateline::Reader;
use dateline_archive::files::{Archive, Counts, Encoded, Encoder, Manifest, ShardWriter};
use dateline_archive::{Failure, Rows};
use dateline_intake::{Columns, Error, Options, Origin, Problem, Raw};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;

use self::chunks::{Chunk, Chunks};
use crate::inputs::{Inputs, guarded};
use crate::ordered;
use crate::read::Form;

/// Pieces of work for each thread that may wait for a slower one.
const WINDOW: usize = 2;
/// Failures that are told of on the terminal; all stand in the table of errors.
const TOLD: u64 = 20;

/// Read millions of reports into Parquet tables: documents, events, participants, claims and so on.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: Inputs,

    /// The folder for the tables; it is made where there is none.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Go on with an archive that was begun in that folder and did not end. What is there is checked by its hashes first.
    #[arg(long)]
    resume: bool,

    /// How many documents make a shard, which is a file of each table. A run that is stopped goes on after the last whole one.
    #[arg(long, value_name = "N", default_value = "10000")]
    shard_size: NonZero<u32>,

    /// The form of the input; by default what its name ends in, or else its first bytes, tell.
    #[arg(long, value_enum, value_name = "FORM", default_value = "auto")]
    input: Form,

    /// The day the reports were published, as 2026-04-25; a date that a line or row carries goes before it.
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,

    /// The column of tables that holds the texts [default: text, body, content or the like].
    #[arg(long, value_name = "NAME")]
    text_column: Option<String>,

    /// The column of tables that holds your own ids [default: id or the like, if there is one].
    #[arg(long, value_name = "NAME")]
    id_column: Option<String>,

    /// The column of tables that holds the days of publication [default: published, date or the like, if there is one].
    #[arg(long, value_name = "NAME")]
    published_column: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  dateline archive wire.jsonl.zst --out tables/
  dateline archive --text-column Body --id-column Key reports.csv --out tables/
  dateline archive crawl/*.warc.gz --out tables/ --threads 16
  dateline archive wire.jsonl.zst --out tables/ --resume       after a power cut

The same inputs, program, lexicon, models and options give the same bytes, on any number of threads. manifest.json says what was
read, by what, and what came of it; timings.json how long it took. docs/ARCHIVE.md describes the tables.
A document that cannot be read is a row of the table errors, the others go on, and the exit code is 1 at the end.";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let begun = Instant::now();
    let reader = args.inputs.reader()?;
    let bar = bar();
    let inputs = plan::inputs(args.inputs.names(), &bar)?;
    if args.resume
        && let Some(input) = inputs.iter().find(|input| input.sha256.is_none())
    {
        bail!(
            "--resume: whether {} is still the same cannot be known; save it to a file and begin with that",
            input.name
        );
    }
    bar.set_message("checking what is done");
    let bytes: Option<u64> = inputs.iter().map(|input| input.bytes).sum();
    let plan = plan::plan(reader.coder().clone(), args, inputs);
    let mut archive = Archive::open(&args.out, plan, args.resume)?;
    for path in archive.damaged() {
        bar.suspend(|| eprintln!("dateline: {} is not as it was written; its shard is read again", path.display()));
    }
    let earlier = archive.counts();
    if archive.is_finished() {
        let manifest = archive.finish()?;
        eprintln!("dateline: {} is complete already", args.out.display());
        return Ok(told(&manifest));
    }
    let consumed = Arc::new(AtomicU64::new(0));
    let intake = args.inputs.intake(options(args, consumed.clone()));
    show(&bar, bytes, "{wide_bar} {percent} %, {msg}, {eta} to go");
    bar.set_message(if earlier.all() > 0 { "passing over what is done" } else { "0 documents" });
    let chunks = Chunks::new(intake, args.shard_size.get() as usize, archive.done(), consumed, bar.clone());
    let counts = read_all(args, &reader, &mut archive, chunks, &bar)?;
    bar.finish_and_clear();
    let manifest = archive.finish()?;
    let timing = plan::Timing::new(counts, earlier, begun.elapsed(), args.inputs.threads());
    timing.write(&args.out.join("timings.json")).context("timings.json")?;
    Ok(told(&manifest))
}

/// Says what came of it.
fn told(manifest: &Manifest) -> ExitCode {
    let Counts { documents, failed, .. } = manifest.counts;
    let events = manifest.rows.get("events").copied().unwrap_or_default();
    let could_not = if failed > 0 { format!(", {failed} could not be read") } else { String::new() };
    println!("{documents} documents{could_not}, {events} events, {} shards", manifest.shards.len());
    if failed > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

fn options(args: &Args, consumed: Arc<AtomicU64>) -> Options {
    let columns = Columns {
        text: args.text_column.clone(),
        id: args.id_column.clone(),
        published: args.published_column.clone(),
    };
    Options {
        format: args.input.into(),
        published: args.published,
        consumed: Some(consumed),
        columns,
        ..Options::default()
    }
}

/// Reads what the archive has not.
fn read_all(
    args: &Args,
    reader: &Reader,
    archive: &mut Archive,
    chunks: Chunks,
    bar: &ProgressBar,
) -> anyhow::Result<Counts> {
    let mut all = Counts::default();
    let mut shard: Option<ShardWriter> = None;
    // The encoder is shared by the threads that read; the archive belongs to the one that writes.
    let encoder = Encoder::new()?;
    ordered::map_within(
        WINDOW,
        chunks,
        args.inputs.threads(),
        |chunk| Ok(read(chunk?, reader, &encoder)),
        |read: anyhow::Result<Read>| {
            let Read { encoded, counts, failures, consumed, shard: number, ends_shard } = read?;
            for (told, failure) in failures.iter().enumerate() {
                match (all.failed + told as u64).cmp(&TOLD) {
                    std::cmp::Ordering::Less => bar.suspend(|| eprintln!("dateline: {failure}")),
                    std::cmp::Ordering::Equal => {
                        bar.suspend(|| eprintln!("dateline: further failures are in the table errors"));
                    }
                    std::cmp::Ordering::Greater => {}
                }
            }
            all += counts;
            let mut open = match shard.take() {
                Some(open) => open,
                None => archive.begin_shard(number)?,
            };
            open.append(encoded?, counts)?;
            if ends_shard {
                archive.finish_shard(open)?;
            } else {
                shard = Some(open);
            }
            bar.set_position(consumed);
            bar.set_message(format!("{} documents", all.all()));
            anyhow::Ok(())
        },
    )?;
    Ok(all)
}

/// What came of a piece of work.
struct Read {
    encoded: anyhow::Result<Encoded>,
    counts: Counts,
    failures: Vec<String>,
    consumed: u64,
    shard: u32,
    ends_shard: bool,
}

fn read(chunk: Chunk, reader: &Reader, encoder: &Encoder) -> Read {
    let mut rows = Rows::default();
    let mut counts = Counts::default();
    let mut failures = Vec::new();
    for raw in chunk.documents {
        match read_one(raw, reader, &mut rows) {
            Ok(characters) => {
                counts.documents += 1;
                counts.characters += characters;
            }
            Err(error) => {
                let words = error.problem.to_string();
                counts.failed += 1;
                rows.fail(&Failure {
                    source_id: error.source_id.as_deref(),
                    path: error.origin.path.as_deref(),
                    url: error.origin.url.as_deref(),
                    line: error.origin.line,
                    error: &words,
                });
                failures.push(format!("{}: {words}", error.origin));
            }
        }
    }
    let encoded = encoder.encode(&rows.finish()).map_err(anyhow::Error::from);
    Read { encoded, counts, failures, consumed: chunk.consumed, shard: chunk.shard, ends_shard: chunk.ends_shard }
}

/// Adds the rows of a document, and gives its length.
fn read_one(raw: Result<Raw, Error>, reader: &Reader, rows: &mut Rows) -> Result<u64, Error> {
    // Rows are added outside of what may break off, so that they are whole.
    let (document, reading) = guarded(raw, |document| (document.clone(), reader.read(document)))?;
    rows.push(&document, &reading).map_err(|too_long| {
        let origin = Origin { path: document.path, url: document.url, line: None };
        Error { origin, source_id: document.source_id, problem: Problem::Table(too_long.to_string()) }
    })?;
    Ok(document.text.chars().count() as u64)
}

/// A bar, on a terminal.
fn bar() -> ProgressBar {
    let bar = if io::stderr().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    bar.with_style(style("{spinner} {msg}"))
}

/// Lets the bar show bytes of the inputs, where they are known.
fn show(bar: &ProgressBar, bytes: Option<u64>, template: &str) {
    let template = if let Some(bytes) = bytes {
        bar.set_length(bytes);
        template
    } else {
        "{spinner} {msg}, {elapsed}"
    };
    bar.set_style(style(template));
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("a template that is tested by every run")
}
