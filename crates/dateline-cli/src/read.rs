//! `dateline read`: the main job.

use std::process::ExitCode;

use anyhow::Context;
use clap::ValueEnum;
use dateline::country::Country;
use dateline::{Document, Reader};
use dateline_intake::{Error, Options, Raw};
use jiff::civil::Date;

use crate::inputs::{Frame, Inputs, Output, guarded};
use crate::output::{Format, Look, csv, json, table};

/// Read reports and print what they say happened, and who says so.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: Inputs,

    /// The form of the output.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,

    /// The form of the input; by default what its name ends in, or else its first bytes, tell.
    #[arg(long, value_enum, value_name = "FORM", default_value = "auto")]
    input: Form,

    /// The day the reports were published, as 2026-04-25; a date that a JSON line carries goes before it.
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,

    /// The country that the reports are about, as ML, MLI or Mali: it decides between namesakes where the text does not.
    #[arg(long, value_name = "COUNTRY")]
    country: Option<String>,

    /// Show with each event of the table the words it was read from, and the rule that read it.
    #[arg(long)]
    explain: bool,
}

const EXAMPLES: &str = "\
Examples:
  dateline read article.txt
  dateline read --explain --published 2026-04-25 page.html
  dateline read --format csv reports/ > events.csv
  zcat archive.jsonl.gz | dateline read --format jsonl - > readings.jsonl

A document that cannot be read is reported, the others go on, and the exit code is 1 at the end.";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let reader = args.inputs.reader()?;
    let options = Options { format: args.input.into(), published: args.published, ..Options::default() };
    let intake = args.inputs.intake(options);
    let country = args.country.as_deref().map(|name| country(name, &reader)).transpose()?;
    let printer = Printer { reader, country, format: args.format, look: Look::of_stdout(), explain: args.explain };
    let frame = match args.format {
        Format::Csv => Frame { before: csv::header(), ..Frame::default() },
        Format::Table => Frame { between: table::rule(printer.look).into(), ..Frame::default() },
        Format::Json | Format::Jsonl => Frame::default(),
    };
    args.inputs.print_all(&frame, intake, |raw| printer.read(raw))
}

/// A country by its code or English name.
fn country(name: &str, reader: &Reader) -> anyhow::Result<Country> {
    let countries = &reader.lexicon().countries;
    let code = name.to_ascii_uppercase();
    let alpha3 = Country::parse(&code).filter(|c| countries.get(*c).is_some());
    alpha3
        .or_else(|| countries.by_alpha2(&code))
        .or_else(|| countries.by_name(name))
        .with_context(|| format!("--country {name:?}: no code of ISO 3166 and no country's English name"))
}

/// Reads documents and puts what was read into the form asked for.
struct Printer {
    reader: Reader,
    country: Option<Country>,
    format: Format,
    look: Look,
    explain: bool,
}

impl Printer {
    fn read(&self, raw: Result<Raw, Error>) -> Output {
        match guarded(raw, |document| self.print(document)) {
            Ok(bytes) => Output { bytes, error: None },
            Err(error) => self.failed(&error),
        }
    }

    fn print(&self, document: &Document) -> Vec<u8> {
        let expected = self.country.filter(|_| document.country.is_none());
        let expected = expected.map(|country| Document { country: Some(country), ..document.clone() });
        let document = expected.as_ref().unwrap_or(document);
        let reading = self.reader.read(document);
        match self.format {
            Format::Json => json::line(&reading, true),
            Format::Jsonl => json::line(&reading, false),
            Format::Csv => csv::events(&reading, self.reader.lexicon()),
            Format::Table => table::page(document, &reading, self.reader.lexicon(), self.look, self.explain).into(),
        }
    }

    /// In JSON the failure stands among the readings, as the contract says; it is told on standard error anyway.
    fn failed(&self, error: &Error) -> Output {
        let bytes = match self.format {
            Format::Json => json::line(&json::error(error), true),
            Format::Jsonl => json::line(&json::error(error), false),
            Format::Table | Format::Csv => Vec::new(),
        };
        Output { bytes, error: Some(error.to_string()) }
    }
}

/// The form of the input.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Form {
    /// By the name's ending, else by the first bytes.
    Auto,
    /// Plain text.
    Text,
    /// A web page.
    Html,
    /// One document a line: {"id": "...", "text": "..."}.
    Jsonl,
    /// A table of documents: CSV, also with semicolons or tabs.
    #[cfg(feature = "archive")]
    Table,
    /// A Parquet file of documents.
    #[cfg(feature = "archive")]
    Parquet,
    /// RSS, Atom or a JSON Feed.
    #[cfg(feature = "feeds")]
    Feed,
    /// Articles by their addresses.
    #[cfg(feature = "feeds")]
    List,
    /// A web archive.
    #[cfg(feature = "feeds")]
    Warc,
    /// One message.
    #[cfg(feature = "feeds")]
    Mail,
    /// A mailbox.
    #[cfg(feature = "feeds")]
    Mbox,
}

impl From<Form> for dateline_intake::Format {
    fn from(form: Form) -> Self {
        match form {
            Form::Auto => Self::Auto,
            Form::Text => Self::Text,
            Form::Html => Self::Html,
            Form::Jsonl => Self::Jsonl,
            #[cfg(feature = "archive")]
            Form::Table => Self::Table,
            #[cfg(feature = "archive")]
            Form::Parquet => Self::Parquet,
            #[cfg(feature = "feeds")]
            Form::Feed => Self::Feed,
            #[cfg(feature = "feeds")]
            Form::List => Self::List,
            #[cfg(feature = "feeds")]
            Form::Warc => Self::Warc,
            #[cfg(feature = "feeds")]
            Form::Mail => Self::Mail,
            #[cfg(feature = "feeds")]
            Form::Mbox => Self::Mailbox,
        }
    }
}
