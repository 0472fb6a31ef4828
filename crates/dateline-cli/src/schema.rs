//! `dateline schema`: what comes out, as JSON Schema.

use std::io::Write;
use std::process::ExitCode;

use dateline::reading;

/// Print the JSON Schema of a reading, made from the program's own types.
#[derive(clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_: &Args) -> anyhow::Result<ExitCode> {
    let schema = serde_json::to_string_pretty(&reading::schema())?;
    writeln!(std::io::stdout().lock(), "{schema}")?;
    Ok(ExitCode::SUCCESS)
}
