//! `dateline merge`: many reports, one incident.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::ValueEnum;
use dateline::incident::{self, Report};
use dateline::lexicon::merge::Profiles;
use dateline_intake::Options;

use crate::inputs::{Inputs, guarded};
use crate::output::{Look, incidents, json};

/// Merge what many reports tell into incidents: each with its accounts, its independent sources and what they dispute.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: Inputs,

    /// The form of the output.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,

    /// The rule by which events are merged: a file of the lexicon's folder `merge`.
    #[arg(long, value_name = "NAME", default_value = Profiles::STANDARD)]
    profile: String,

    /// Show why events were taken for one.
    #[arg(long)]
    explain: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people.
    Table,
    /// One incident a line.
    Jsonl,
}

const EXAMPLES: &str = "\
Examples:
  dateline merge reports/
  dateline merge --explain monday.jsonl tuesday.jsonl
  dateline merge --profile strict --format jsonl archive.jsonl.zst > incidents.jsonl

Copies of one text count as one source. A report that cannot be read is told, and the exit code is 1 at the end.";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let reader = args.inputs.reader()?;
    let profiles = &reader.lexicon().merge;
    let Some(profile) = profiles.get(&args.profile) else {
        let names: Vec<String> = profiles.iter().map(|(name, rule)| format!("  {name}: {}", rule.about)).collect();
        anyhow::bail!("no merge rule {:?}; there are\n{}", args.profile, names.join("\n"));
    };
    let mut reports = Vec::new();
    let read = |raw| guarded(raw, |document| Report::new(&document.text, &reader.read(document)));
    let code = args.inputs.for_each(args.inputs.intake(Options::default()), read, |report| {
        Ok(match report {
            Ok(report) => {
                reports.push(report);
                None
            }
            Err(error) => Some(error.to_string()),
        })
    })?;
    let merged = incident::merge(&reports, profile);
    let mut stdout = io::stdout().lock();
    match args.format {
        Format::Jsonl => {
            for incident in &merged {
                stdout.write_all(&json::line(incident, false))?;
            }
        }
        Format::Table => stdout.write_all(incidents::table(&merged, Look::of_stdout(), args.explain).as_bytes())?,
    }
    stdout.flush()?;
    Ok(code)
}
