//! `dateline panel`: how much happened in each country, division or cell, month by month.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::ValueEnum;
use dateline::Reader;
use dateline_record::{Moment, Record};
use dateline_tables::panel::{
    Coverage, Fact, Key, Measure, Month, Options, Panel, Unit, facts, ged, named, note, write,
};
use sha2::{Digest, Sha256};

use crate::desk::export::profile;
use crate::desk::file::{beside, replace};
use crate::desk::gather::Gather;

/// Count events and the dead for each country, first-level division or grid cell and each month: a complete table, with zeros
/// where nothing was found and nothing where nobody looked.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    gather: Gather,

    /// Take the events of a table with UCDP GED's columns, CSV or GeoJSON, so that its panel can stand beside yours.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["names", "record", "as_of", "reviewed"])]
    events: Option<PathBuf>,

    /// What there are rows for.
    #[arg(long, value_enum, default_value = "country")]
    unit: Units,

    /// The length of time of a row.
    #[arg(long, value_enum, default_value = "month")]
    by: By,

    /// What is counted; by default all.
    #[arg(long, value_enum, value_name = "MEASURE", value_delimiter = ',')]
    measure: Vec<Measures>,

    /// Kinds of event: sb, ns, os (UCDP's types of violence: state-based, non-state, one-sided) or PLOVER's types; by
    /// default ASSAULT, and of UCDP's events all three.
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    kinds: Vec<String>,

    /// The months that the input covers, in all units; by default for each unit those in which a document was published that
    /// names a place in its country, and of UCDP's events all from the first to the last.
    #[arg(long, value_name = "FROM..TO", value_parser = span)]
    covered: Option<(Month, Month)>,

    /// The units that have rows: a CSV file with a column `country`, columns `country` and `admin1`, or a column `gid` and, so
    /// that cells without a place are covered too, `country`. By default those where something was found.
    #[arg(long, value_name = "FILE")]
    units: Option<PathBuf>,

    /// Spread the dead of an event of several months over them, in shares that add up; by default all are in the last.
    #[arg(long)]
    spread: bool,

    /// Count only what a person accepted.
    #[arg(long, requires = "record")]
    reviewed: bool,

    /// By whose rule one of several figures stands, and sides make a type of violence: a file of the lexicon's folder `export`.
    #[arg(long, value_name = "NAME", default_value = "ucdp")]
    profile: String,

    /// The form of the output; by default what the name of --output ends in, else csv.
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write to FILE, and a note on what was counted and what was not beside it.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// What there are rows for.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Units {
    /// Countries.
    Country,
    /// First-level divisions of countries.
    Admin1,
    /// Cells of PRIO-GRID, half a degree.
    Priogrid,
}

/// The length of time of a row.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    /// Months, by the day on which an event ends.
    Month,
}

/// What is counted.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Measures {
    /// Events.
    Events,
    /// The dead, by each event's best figure.
    Killed,
    /// The least that sources give.
    KilledLow,
    /// The most that sources give.
    KilledHigh,
    /// Events of which nobody says how many died.
    Uncounted,
}

/// The forms of the output.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Text, a row a line.
    Csv,
    /// Columns with their types, for large tables.
    Parquet,
}

const EXAMPLES: &str = "\
Examples:
  dateline panel --unit country reports/ > panel.csv
  dateline panel --record war.db --as-of 2026-04-25 --unit priogrid -o panel.parquet
  dateline panel --record war.db --unit admin1 --covered 2026-01..2026-06 --measure events,killed
  dateline panel --events GEDEvent.csv --unit priogrid -o ucdp.parquet

An event belongs to the month in which it ends, and to a cell only where its place is known as finely. The last column says what
made the table and from what. docs/PANEL.md has the conventions.";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let format = args.format.map_or_else(|| by_ending(args.output.as_deref()), Ok)?;
    let reader = args.gather.inputs.reader()?;
    let unit = args.unit.into();
    let units = args.units.as_deref().map(|path| list(path, unit)).transpose()?;
    let Input { facts, mut coverage, vintage, code } = args.input(&reader)?;
    for (key, country) in units.iter().flatten() {
        if let (Key::Cell(cell), Some(country)) = (key, country) {
            coverage.place(*cell, country.clone());
        }
    }
    coverage.given = args.covered.or(coverage.given);
    let measures = args.measure.iter().map(|m| (*m).into()).collect();
    let options = Options {
        unit,
        measures: if args.measure.is_empty() { Measure::ALL.to_vec() } else { measures },
        kinds: args.kinds(reader.lexicon())?,
        units: units.map(|units| units.into_keys().collect()),
        spread: args.spread,
    };
    let panel = Panel::new(&facts, coverage, options, format!("{vintage}; dateline {}", reader.coder().version));
    let lexicon = reader.lexicon();
    match &args.output {
        None => write(&panel, lexicon, format.into(), BufWriter::new(io::stdout()))?,
        Some(path) => {
            replace(path, |out| Ok(write(&panel, lexicon, format.into(), out)?))?;
            replace(&beside(path), |out| Ok(out.write_all(note(&panel).as_bytes())?))?;
        }
    }
    eprintln!("{} rows of {} units; {} events counted", panel.len(), panel.units.len(), panel.counted);
    for (why, count) in &panel.left_out {
        eprintln!("{count} events left out: {why}");
    }
    Ok(code)
}

/// What is counted, and over what it was looked for.
struct Input {
    facts: Vec<Fact>,
    coverage: Coverage,
    vintage: String,
    code: ExitCode,
}

impl Args {
    fn input(&self, reader: &Reader) -> anyhow::Result<Input> {
        match &self.events {
            Some(path) => of_table(path, reader),
            None => self.of_reports(reader),
        }
    }

    fn of_reports(&self, reader: &Reader) -> anyhow::Result<Input> {
        let lexicon = reader.lexicon();
        let profile = profile(&lexicon.exports, &self.profile)?;
        let gathered = self.gather.all(reader)?;
        let facts = facts(&gathered.incidents, &gathered.accounts, lexicon, profile, self.reviewed, |incident| {
            gathered.review(incident)
        });
        let (coverage, vintage) = if let Some(path) = &self.gather.record {
            self.of_record(path).with_context(|| path.display().to_string())?
        } else {
            let (mut coverage, mut hash) = (Coverage::default(), Sha256::new());
            let sources = gathered.accounts.sources();
            for source in &sources {
                source.published.into_iter().for_each(|day| coverage.add(day, &source.places));
                hash.update(&source.document);
            }
            (coverage, format!("{} reports {}", sources.len(), hex(&hash.finalize())))
        };
        Ok(Input { facts, coverage, vintage, code: gathered.code })
    }

    /// The days of a record's documents, those without an event too, and at which entry it stands.
    fn of_record(&self, path: &Path) -> anyhow::Result<(Coverage, String)> {
        let record = Record::open(path)?;
        let moment = self.gather.as_of.map_or(Ok(Moment::NOW), |at| record.moment(at))?;
        let mut coverage = Coverage::default();
        for handle in record.documents(moment)? {
            let reading = record.document(handle)?.reading;
            let published = reading.document.published.as_ref();
            published.into_iter().for_each(|published| coverage.add(published.date, &named(&reading)));
        }
        let status = record.status(moment)?;
        let at = status.to.unwrap_or_default();
        Ok((coverage, format!("record entry {} of {at}", status.entries)))
    }

    /// The kinds asked for, in the words that facts have.
    fn kinds(&self, lexicon: &dateline::Lexicon) -> anyhow::Result<Vec<String>> {
        let own = if self.events.is_some() { ["sb", "ns", "os"].as_slice() } else { &["ASSAULT"] };
        let asked = self.kinds.iter().map(|kind| match kind.to_lowercase().as_str() {
            violence @ ("sb" | "ns" | "os") => Ok(violence.to_owned()),
            _ if lexicon.ontology.plover(&kind.to_uppercase(), None).is_some() => Ok(kind.to_uppercase()),
            _ => anyhow::bail!("--type: {kind:?} is none of sb, ns, os and no type of PLOVER's"),
        });
        let asked: Vec<String> = asked.collect::<anyhow::Result<_>>()?;
        Ok(if asked.is_empty() { own.iter().map(|kind| (*kind).to_owned()).collect() } else { asked })
    }
}

/// The events of a table with UCDP GED's columns.
fn of_table(path: &Path, reader: &Reader) -> anyhow::Result<Input> {
    let in_table = || path.display().to_string();
    let bytes = fs::read(path).with_context(in_table)?;
    let facts = ged::read(&bytes, reader.lexicon()).with_context(in_table)?;
    let months = || facts.iter().filter_map(|fact| Some(Month::of(fact.days?.1)));
    let given = months().min().zip(months().max());
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let vintage = format!("{name} {}", hex(&Sha256::digest(&bytes)));
    Ok(Input { facts, coverage: Coverage::of_all(given), vintage, code: ExitCode::SUCCESS })
}

/// Enough of a hash to know the same bytes again.
fn hex(hash: &[u8]) -> String {
    let digits: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{digits}")
}

/// Two months, `2026-01..2026-06`.
fn span(words: &str) -> Result<(Month, Month), String> {
    let (first, last) = words.split_once("..").ok_or("not two months as 2026-01..2026-06")?;
    let (first, last): (Month, Month) = (first.parse()?, last.parse()?);
    if last < first { Err(format!("{last} is before {first}")) } else { Ok((first, last)) }
}

/// A list of units; of cells with their countries, where it has them.
fn list(path: &Path, unit: Unit) -> anyhow::Result<BTreeMap<Key, Option<String>>> {
    let in_list = || path.display().to_string();
    let mut table = csv::Reader::from_path(path).with_context(in_list)?;
    let header = table.headers().with_context(in_list)?.clone();
    let column = |name: &&str| {
        let at = header.iter().position(|column| column.trim() == *name);
        at.with_context(|| format!("{}: no column {name:?}", path.display()))
    };
    let columns: Vec<usize> = unit.key_columns().iter().map(column).collect::<anyhow::Result<_>>()?;
    let country = header.iter().position(|column| column.trim() == "country");
    let mut units = BTreeMap::new();
    for record in table.records() {
        let record = record.with_context(in_list)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<&str> = columns.iter().filter_map(|at| record.get(*at)).collect();
        let key = unit.key(&cells);
        let key = key.map_err(|what| anyhow::anyhow!("{}:{line}: {what}", path.display()))?;
        let country = country.and_then(|at| record.get(at)).map(str::trim).filter(|code| !code.is_empty());
        units.insert(key, country.map(str::to_owned));
    }
    Ok(units)
}

/// The form that a file's name ends in.
fn by_ending(path: Option<&Path>) -> anyhow::Result<Format> {
    let Some(path) = path else { return Ok(Format::Csv) };
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    Format::from_str(&ending, true)
        .map_err(|_| anyhow::anyhow!("{}: its name does not tell the form; say --format", path.display()))
}

impl From<Format> for dateline_tables::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Csv => Self::Csv,
            Format::Parquet => Self::Parquet,
        }
    }
}

impl From<Units> for Unit {
    fn from(units: Units) -> Self {
        match units {
            Units::Country => Self::Country,
            Units::Admin1 => Self::Admin1,
            Units::Priogrid => Self::PrioGrid,
        }
    }
}

impl From<Measures> for Measure {
    fn from(measure: Measures) -> Self {
        match measure {
            Measures::Events => Self::Events,
            Measures::Killed => Self::Killed,
            Measures::KilledLow => Self::KilledLow,
            Measures::KilledHigh => Self::KilledHigh,
            Measures::Uncounted => Self::Uncounted,
        }
    }
}
