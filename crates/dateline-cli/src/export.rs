//! `dateline export`: incidents in another project's columns.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::ValueEnum;
use dateline::incident::{self, Report};
use dateline::lexicon::export::{Exports, Profile};
use dateline::lexicon::merge::Profiles;
use dateline_intake::Options;
use dateline_tables::{Accounts, Coarsen, Options as Rules, Review, Table, protection};
use jiff::civil::Date;

use crate::inputs::{Inputs, guarded};

/// Merge what many reports tell into incidents and write them in the columns of ACLED, UCDP, PLOVER, POLECAT, GDELT or HXL.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: Inputs,

    /// Whose columns and coding rules: a file of the lexicon's folder `export`.
    #[arg(long, value_name = "NAME", default_value = "acled")]
    profile: String,

    /// The form of the output; by default what the name of --output ends in, else csv.
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write to FILE, and a note on what the data are and how to handle them beside it.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The rule by which events are merged: a file of the lexicon's folder `merge`.
    #[arg(long, value_name = "NAME", default_value = Profiles::STANDARD)]
    merge: String,

    /// Keep the names of private persons and of victims, which are otherwise replaced by the part they play.
    #[arg(long = "names")]
    keep_names: bool,

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
  dateline export --profile acled --coarsen sites -o events.geojson reports/

What no report tells stays empty. Nobody has reviewed what is read straight from reports: the rows say so where they have
a place for it. docs/EXPORTS.md lists each profile's columns, and what fills them.";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let reader = args.inputs.reader()?;
    let lexicon = reader.lexicon();
    let profile = profile(&lexicon.exports, &args.profile)?;
    let merge = lexicon.merge.get(&args.merge).with_context(|| format!("no merge rule {:?}", args.merge))?;
    let format = args.format.map_or_else(|| by_ending(args.output.as_deref()), Ok)?;

    let (mut reports, mut accounts) = (Vec::new(), Accounts::default());
    let read = |raw| {
        guarded(raw, |document| {
            let reading = reader.read(document);
            (
                Report::new(&document.text, &reading),
                dateline_tables::Report::new(&document.text, &reading, lexicon, args.keep_names),
            )
        })
    };
    let code = args.inputs.for_each(args.inputs.intake(Options::default()), read, |read| {
        Ok(match read {
            Ok((report, own)) => {
                reports.push(report);
                accounts.add(own);
                None
            }
            Err(error) => Some(error.to_string()),
        })
    })?;
    let incidents = incident::merge(&reports, merge);
    let rules = Rules { coarsen: args.coarsen.into(), until: args.until, reviewed_only: false };
    let table = Table::new(&incidents, &accounts, lexicon, profile, rules, |_| Review::Unreviewed);
    match &args.output {
        None => dateline_tables::write(&table, format.into(), BufWriter::new(io::stdout()))?,
        Some(path) => {
            replace(path, |out| Ok(dateline_tables::write(&table, format.into(), out)?))?;
            let note = protection::note(&table, &accounts, &args.profile, rules, args.keep_names);
            replace(&beside(path), |out| Ok(out.write_all(note.as_bytes())?))?;
        }
    }
    tell(&table);
    Ok(code)
}

/// The profile of a name.
fn profile<'l>(exports: &'l Exports, name: &str) -> anyhow::Result<&'l Profile> {
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

/// Writes a file whole or not at all.
fn replace(path: &Path, write: impl FnOnce(&mut BufWriter<&mut File>) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let done = || -> anyhow::Result<()> {
        let mut builder = tempfile::Builder::new();
        // As any new file: the user's mask decides who may read it.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(folder)?;
        let mut out = BufWriter::new(file.as_file_mut());
        write(&mut out)?;
        out.flush()?;
        drop(out);
        file.persist(path)?;
        Ok(())
    };
    done().with_context(|| format!("cannot write {}", path.display()))
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

/// The file of the note that goes with a table.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".about.md");
    name.into()
}

/// Says what the table does not show.
fn tell(table: &Table<'_>) {
    eprintln!("{} rows, not reviewed by a person", table.rows.len());
    for (why, count) in &table.left_out {
        eprintln!("{count} incidents make no row: {why}");
    }
}
