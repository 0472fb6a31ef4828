//! `dateline read`: the main job.

use std::io::{self, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use clap::ValueEnum;
use dateline::Reader;
use dateline_intake::{Error, Input, Intake, Options, Raw};
use jiff::civil::Date;

use crate::output::{Format, json};
use crate::{lexicon, ordered};

/// Read reports and print what they say happened, and who says so.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Text files, HTML pages, JSON Lines (all also .gz or .zst), folders, addresses, or - for standard input.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,

    /// The form of the output.
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,

    /// The form of the input; by default what its name ends in, or else its first bytes, tell.
    #[arg(long, value_name = "FORM", value_enum, default_value = "auto")]
    input: Form,

    /// The day the reports were published, as 2026-04-25; a date that a JSON line carries goes before it.
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,

    /// How many reports to read at a time; by default as many as the machine has cores.
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,

    /// A folder of lexicon files to lay over the built-in ones.
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let reader = Reader::new(lexicon::load(args.lexicon.as_deref())?);
    let options = Options { format: args.input.into(), published: args.published, ..Options::default() };
    let intake = Intake::new(args.inputs.iter().map(|i| Input::from(i.as_str())), options);
    let threads = args.threads.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN));

    let mut stdout = io::stdout().lock();
    let mut failed = 0;
    let work = |raw| one(&reader, raw, args.format);
    ordered::map(intake, threads, work, |(ok, bytes)| {
        failed += usize::from(!ok);
        stdout.write_all(&bytes)
    })?;
    stdout.flush()?;
    if failed > 0 {
        eprintln!("dateline: {failed} of the documents could not be read");
        return Ok(ExitCode::from(1));
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads one document; whether that went well, and what to print.
fn one(reader: &Reader, raw: Result<Raw, Error>, format: Format) -> (bool, Vec<u8>) {
    let mut out = Vec::new();
    let indented = format == Format::Json;
    match raw.and_then(Raw::document) {
        Ok(document) => {
            json::write(&reader.read(&document), indented, &mut out);
            (true, out)
        }
        Err(error) => {
            json::write(&json::error(&error), indented, &mut out);
            (false, out)
        }
    }
}

/// The form of the input.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// By the name's ending, else by the first bytes.
    Auto,
    /// Plain text.
    Text,
    /// A web page.
    Html,
    /// One document a line: {"id": "...", "text": "..."}.
    Jsonl,
}

impl From<Form> for dateline_intake::Format {
    fn from(form: Form) -> Self {
        match form {
            Form::Auto => Self::Auto,
            Form::Text => Self::Text,
            Form::Html => Self::Html,
            Form::Jsonl => Self::Jsonl,
        }
    }
}
