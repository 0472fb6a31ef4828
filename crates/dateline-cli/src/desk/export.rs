//! `dateline export`: incidents in another project's columns.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::ValueEnum;
use dateline::lexicon::export::{Exports, Profile};
use dateline_tables::{Coarsen, Options as Rules, Review, Table, protection};
use jiff::civil::Date;

use crate::desk::file::{beside, replace};
use crate::desk::gather::{Gather, Gathered};

/// Merge what many reports tell into incidents and write them in the columns of ACLED, UCDP, PLOVER, POLECAT, GDELT or HXL.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    gather: Gather,

    /// Whose columns and coding rules: a file of the lexicon's folder `export`.
    #[arg(long, value_name = "NAME", default_value = "acled")]
    profile: String,

    /// The form of the output; by default what the name of --output ends in, else csv.
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write to FILE, and a note on what the data are and how to handle them beside it.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Also write what nobody has reviewed. What is read straight from reports is of this kind, and always written.
    #[arg(long, conflicts_with = "names")]
    unreviewed: bool,

    /// Round coordinates to a tenth of a degree.
    #[arg(long, value_enum, value_name = "WHICH", default_value = "no")]
    coarsen: Coarse,

    /// Leave out what happened after DATE, so that what moves now is not shown.
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
}

/// The forms of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text, a row a line, with the profile's delimiter.
    Csv,
    /// A JSON object a line.
    Jsonl,
    /// Points and areas on a map.
    Geojson,
    /// Columns with their types, for large tables.
    Parquet,
}

/// Which coordinates are rounded.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Coarse {
    /// None.
    No,
    /// Those of hospitals, camps, shelters and the like.
    Sites,
    /// All.
    All,
}

const EXAMPLES: &str = "\
Examples:
  dateline export reports/ > events.csv
  dateline export --profile ucdp -o events.csv monday.jsonl tuesday.jsonl
  dateline export --record war.db -o reviewed.parquet
  dateline export --profile acled --coarsen sites -o events.geojson reports/

What no report tells stays empty. Of a record only what a person accepted is written, unless --unreviewed. Nobody has
reviewed what is read straight from reports: the rows say so where they have a place for it. docs/EXPORTS.md lists each profile's columns, and what fills them.";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let format = args.format.map_or_else(|| by_ending(args.output.as_deref()), Ok)?;
    let reader = args.gather.inputs.reader()?;
    let lexicon = reader.lexicon();
    let profile = profile(&lexicon.exports, &args.profile)?;
    let gathered = args.gather.all(&reader)?;
    let reviewed_only = args.gather.record.is_some() && !args.unreviewed;
    let rules = Rules { coarsen: args.coarsen.into(), until: args.until, reviewed_only };
    let Gathered { incidents, accounts, .. } = &gathered;
    let table = Table::new(incidents, accounts, lexicon, profile, rules, |incident| gathered.review(incident));
    match &args.output {
        None => dateline_tables::write(&table, format.into(), BufWriter::new(io::stdout()))?,
        Some(path) => {
            replace(path, |out| Ok(dateline_tables::write(&table, format.into(), out)?))?;
            let note = protection::note(&table, accounts, &args.profile, rules, args.gather.keep_names);
            replace(&beside(path), |out| Ok(out.write_all(note.as_bytes())?))?;
        }
    }
    tell(&table);
    Ok(gathered.code)
}

/// The profile of a name.
pub(super) fn profile<'l>(exports: &'l Exports, name: &str) -> anyhow::Result<&'l Profile> {
    exports.get(name).with_context(|| {
        let names: Vec<String> = exports.iter().map(|(name, profile)| format!("  {name}: {}", profile.about)).collect();
        format!("no profile {name:?}; there are\n{}", names.join("\n"))
    })
}

/// The form that a file's name ends in.
fn by_ending(path: Option<&Path>) -> anyhow::Result<Format> {
    let Some(path) = path else { return Ok(Format::Csv) };
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    Ok(match ending.as_str() {
        "csv" | "tsv" | "txt" => Format::Csv,
        "jsonl" | "ndjson" => Format::Jsonl,
        "geojson" => Format::Geojson,
        "parquet" => Format::Parquet,
        _ => anyhow::bail!("{}: its name does not tell the form; say --format", path.display()),
    })
}

impl From<Format> for dateline_tables::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Csv => Self::Csv,
            Format::Jsonl => Self::Jsonl,
            Format::Geojson => Self::Geojson,
            Format::Parquet => Self::Parquet,
        }
    }
}

impl From<Coarse> for Coarsen {
    fn from(which: Coarse) -> Self {
        match which {
            Coarse::No => Self::No,
            Coarse::Sites => Self::Sites,
            Coarse::All => Self::All,
        }
    }
}

/// So many incidents that were accepted and make no row are named one by one.
const MOST_NAMED: usize = 20;

/// Says what the table does not show.
fn tell(table: &Table<'_>) {
    let unreviewed = table.rows.iter().filter(|row| row.review == Review::Unreviewed).count();
    eprintln!("{} rows, {unreviewed} of them not reviewed by a person", table.rows.len());
    for (why, count) in &table.left_out {
        eprintln!("{count} incidents make no row: {why}");
    }
    for (incident, why) in table.accepted_left_out.iter().take(MOST_NAMED) {
        eprintln!("{incident}, which a person accepted, makes no row: {why}");
    }
    let more = table.accepted_left_out.len().saturating_sub(MOST_NAMED);
    if more > 0 {
        eprintln!("{more} more that a person accepted make no row");
    }
}
