//! `dateline merge`: many reports, one incident.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use dateline::incident::{self, Report};
use dateline::lexicon::merge::{Profile, Profiles};
use dateline_intake::Options;
use dateline_record::{Merged, Moment, Record};

use crate::inputs::{Inputs, guarded};
use crate::output::incidents::{self, Format};
use crate::output::{Look, json, record::counted};

/// Merge what many reports tell into incidents: each with its accounts, its independent sources and what they dispute.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Merge what this record holds, and keep the incidents in it; what people decided there holds.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["names", "format", "explain"])]
    record: Option<PathBuf>,

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

const EXAMPLES: &str = "\
Examples:
  dateline merge reports/
  dateline merge --explain monday.jsonl tuesday.jsonl
  dateline merge --record war.db
  dateline merge --profile strict --format jsonl archive.jsonl.zst > incidents.jsonl

Copies of one text count as one source. A report that cannot be read is told, and the exit code is 1 at the end.";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let reader = args.inputs.reader()?;
    let profiles = &reader.lexicon().merge;
    let Some(profile) = profiles.get(&args.profile) else {
        let names: Vec<String> = profiles.iter().map(|(name, rule)| format!("  {name}: {}", rule.about)).collect();
        anyhow::bail!("no merge rule {:?}; there are\n{}", args.profile, names.join("\n"));
    };
    if let Some(path) = &args.record {
        return in_record(path, &args.profile, profile);
    }
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

/// Merges what a record holds.
fn in_record(path: &Path, name: &str, profile: &Profile) -> anyhow::Result<ExitCode> {
    let file = || path.display().to_string();
    let mut record = Record::open(path).with_context(file)?;
    println!("{}", told(name, &record.merge(name, profile).with_context(file)?));
    Ok(ExitCode::SUCCESS)
}

/// Merges what a record holds by the rule of its last merger, or by the usual one; says what that changed.
pub(crate) fn again(record: &mut Record, profiles: &Profiles) -> anyhow::Result<String> {
    let (name, profile) = rule(record, profiles)?;
    Ok(told(name, &record.merge(name, profile)?))
}

/// The rule of a record's last merger, or the usual one.
pub(crate) fn rule<'p>(record: &Record, profiles: &'p Profiles) -> anyhow::Result<(&'p str, &'p Profile)> {
    let last = record.last_merger(Moment::NOW)?.map_or_else(|| Profiles::STANDARD.to_owned(), |(name, _)| name);
    let found = |name: &str| profiles.iter().find(|(own, _)| *own == name);
    found(&last).or_else(|| found(Profiles::STANDARD)).context("the lexicon has no merge rule \"standard\"")
}

/// What a merger changed, in words.
fn told(name: &str, merged: &Merged) -> String {
    let incidents = counted(merged.incidents as u64, "incident");
    format!("{incidents} ({name}): {} new, {} changed, {} ended", merged.new, merged.changed, merged.ended)
}
