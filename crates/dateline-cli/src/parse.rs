//! `dateline parse`: the words, tags, trees and names that the reading rests on.

use std::process::ExitCode;

use clap::ValueEnum;
use dateline::syntax::conllu::{self, Pretokenised};
use dateline::{Document, Reader};
use dateline_intake::{Error, Options, Raw};

use crate::inputs::{Frame, Inputs, Output, guarded};

/// Print sentences, words, tags, trees and names as CoNLL-U.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: Inputs,

    /// The form of the output.
    #[arg(long, value_enum, default_value = "conllu")]
    format: Format,

    /// The form of the input; conllu keeps the sentences and words that are given.
    #[arg(long, value_enum, value_name = "FORM", default_value = "auto")]
    input: Form,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Conllu,
}

/// The form of the input.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Auto,
    Text,
    Html,
    Jsonl,
    Conllu,
}

impl From<Form> for dateline_intake::Format {
    fn from(form: Form) -> Self {
        match form {
            Form::Auto => Self::Auto,
            Form::Text | Form::Conllu => Self::Text,
            Form::Html => Self::Html,
            Form::Jsonl => Self::Jsonl,
        }
    }
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Format::Conllu = args.format;
    let reader = args.inputs.reader()?;
    let intake = args.inputs.intake(Options { format: args.input.into(), ..Options::default() });
    if args.input == Form::Conllu {
        return args.inputs.print_all(&Frame::default(), intake.flat_map(given), |words| {
            words.map_or_else(|error| Output::failed(&error), |words| tag(&reader, &words))
        });
    }
    args.inputs.print_all(&Frame::default(), intake, |raw| {
        guarded(raw, |document| parse(&reader, document)).unwrap_or_else(|error| Output::failed(&error))
    })
}

/// The documents of one CoNLL-U file, or what is wrong with it.
fn given(raw: Result<Raw, Error>) -> Vec<Result<Pretokenised, String>> {
    let document = match raw.and_then(Raw::document) {
        Ok(document) => document,
        Err(error) => return vec![Err(error.to_string())],
    };
    match conllu::read(&document.text) {
        Ok(documents) => documents.into_iter().map(Ok).collect(),
        Err(error) => vec![Err(format!("{}: {error}", document.path.unwrap_or_default()))],
    }
}

fn tag(reader: &Reader, words: &Pretokenised) -> Output {
    let mut output = Output::default();
    words.write(&reader.parse_pretokenised(words), &mut output.bytes).expect("writing to memory");
    output
}

fn parse(reader: &Reader, document: &Document) -> Output {
    let mut output = Output::default();
    let id = [&document.source_id, &document.path, &document.url].into_iter().flatten().next();
    let id = id.map_or(document.id.as_str(), String::as_str);
    conllu::write(&reader.parse(&document.text), id, &mut output.bytes).expect("writing to memory");
    output
}
