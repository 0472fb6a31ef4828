//! `dateline read`: the main job.

use std::process::ExitCode;

use clap::ValueEnum;
use dateline::Reader;
use dateline_intake::{Error, Options, Raw};
use jiff::civil::Date;

use crate::inputs::{Inputs, Output};
use crate::output::{Format, json};

/// Read reports and print what they say happened, and who says so.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: Inputs,

    /// The form of the output.
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,

    /// The form of the input; by default what its name ends in, or else its first bytes, tell.
    #[arg(long, value_enum, value_name = "FORM", default_value = "auto")]
    input: Form,

    /// The day the reports were published, as 2026-04-25; a date that a JSON line carries goes before it.
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let reader = args.inputs.reader()?;
    let options = Options { format: args.input.into(), published: args.published, ..Options::default() };
    let intake = args.inputs.intake(options);
    args.inputs.print_all(intake, |raw| one(&reader, raw, args.format))
}

/// Reads one document.
fn one(reader: &Reader, raw: Result<Raw, Error>, format: Format) -> Output {
    let mut output = Output::default();
    let indented = format == Format::Json;
    match raw.and_then(Raw::document) {
        Ok(document) => json::write(&reader.read(&document), indented, &mut output.bytes),
        Err(error) => {
            json::write(&json::error(&error), indented, &mut output.bytes);
            output.error = Some(error.to_string());
        }
    }
    output
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
