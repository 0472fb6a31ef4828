//! `dateline gazetteer`: places that a user adds to the built-in ones.
//!
//! Each table is compiled to a file of its own in the data folder, `NAME-DIGEST.bin`; all of them are opened with the
//! built-in gazetteer from then on. A file appears there whole or not at all.

use std::borrow::Cow;
use std::fs;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;
use dateline::Lexicon;
use dateline::place::gazetteer::{Block, Builder, geonames};
use dateline_intake::{Input, Progress, for_each_line};
use indicatif::{ProgressBar, ProgressStyle};
use sha2::{Digest, Sha256};

/// Add places to the built-in gazetteer, from GeoNames' dump.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  dateline gazetteer add https://download.geonames.org/export/dump/ML.zip
  dateline gazetteer add ML.zip --names alternateNamesV2.zip
  dateline gazetteer list
  dateline gazetteer remove ML

The places are kept in the user's data folder, or in that which DATELINE_DATA names, and used by every later command.";

#[derive(Subcommand)]
enum Command {
    /// Add the places of a table in the layout of GeoNames' dump: allCountries, or a country's such as ML.
    Add {
        /// The table: a .txt or .zip file, or its address.
        #[arg(value_name = "FILE|URL")]
        table: String,
        /// More names for these places: alternateNamesV2, as a file or an address.
        #[arg(long, value_name = "FILE|URL")]
        names: Option<String>,
        /// Fetch also from addresses outside the public internet.
        #[arg(long)]
        allow_private: bool,
    },
    /// List what was added: name, number of places, file.
    List,
    /// Remove what was added under a name.
    Remove {
        /// The name that `list` shows.
        name: String,
    },
}

pub(crate) fn run(args: &Args) -> ExitCode {
    let done = match &args.command {
        Command::Add { table, names, allow_private } => add(table, names.as_deref(), *allow_private),
        Command::List => list(),
        Command::Remove { name } => remove(name),
    };
    // A table that is wrong is no wrong command line.
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("dateline: {error:#}");
            ExitCode::from(1)
        }
    }
}

/// The blocks that the user added, each under a name that tells its contents.
pub(crate) fn load() -> anyhow::Result<Vec<(String, Block)>> {
    let open = |file: PathBuf| {
        let bytes = fs::read(&file).with_context(|| format!("gazetteer {}", file.display()))?;
        let block = Block::open(Cow::Owned(bytes))
            .with_context(|| format!("gazetteer {} (dateline gazetteer remove {})", file.display(), name_of(&file)))?;
        Ok((file.file_stem().unwrap_or_default().to_string_lossy().into_owned(), block))
    };
    files()?.into_iter().map(open).collect()
}

fn add(table: &str, names: Option<&str>, allow_private: bool) -> anyhow::Result<()> {
    let countries = Lexicon::built_in().countries;
    let mut builder = Builder::default();
    let bar = bar();
    let mut lines = 0u64;
    for_each_line(&Input::from(table), allow_private, &mut |progress| show(&bar, progress), &mut |line| {
        lines += 1;
        geonames::add_place(&mut builder, line, &countries).map(drop).map_err(|e| e.to_string())
    })?;
    anyhow::ensure!(!builder.is_empty(), "{table}: no places in {lines} lines; nothing was added");
    if let Some(names) = names {
        builder.sort();
        for_each_line(&Input::from(names), allow_private, &mut |progress| show(&bar, progress), &mut |line| {
            geonames::add_name(&mut builder, line).map(drop).map_err(|e| e.to_string())
        })?;
    }
    bar.finish_and_clear();
    let places = builder.len();
    let bytes = builder.build().with_context(|| table.to_owned())?;
    let name = short_name(table);
    let file = store(&folder()?, &name, &bytes)?;
    writeln!(stdout(), "{name}: {places} places, {:.1} MB, in {}", bytes.len() as f64 / 1e6, file.display())?;
    Ok(())
}

/// Puts a block into the folder, in the place of an earlier one of its name.
fn store(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<PathBuf> {
    fs::create_dir_all(folder).with_context(|| format!("data folder {}", folder.display()))?;
    let digest: String = Sha256::digest(bytes).iter().take(6).map(|b| format!("{b:02x}")).collect();
    let file = folder.join(format!("{name}-{digest}.bin"));
    let mut whole = tempfile::NamedTempFile::new_in(folder).with_context(|| folder.display().to_string())?;
    whole.write_all(bytes)?;
    whole.as_file().sync_all()?;
    whole.persist(&file).with_context(|| file.display().to_string())?;
    for old in files_of(folder)?.into_iter().filter(|f| name_of(f) == name && *f != file) {
        fs::remove_file(&old).with_context(|| old.display().to_string())?;
    }
    Ok(file)
}

fn list() -> anyhow::Result<()> {
    let mut stdout = stdout().lock();
    for file in files()? {
        let block = Block::open(Cow::Owned(fs::read(&file)?));
        let places = block.map_or_else(|e| e.to_string(), |b| format!("{} places", b.len()));
        writeln!(stdout, "{}\t{places}\t{}", name_of(&file), file.display())?;
    }
    Ok(())
}

fn remove(name: &str) -> anyhow::Result<()> {
    let files: Vec<_> = files()?.into_iter().filter(|f| name_of(f) == name).collect();
    anyhow::ensure!(!files.is_empty(), "nothing of the name {name:?} was added; see dateline gazetteer list");
    for file in files {
        fs::remove_file(&file).with_context(|| file.display().to_string())?;
    }
    Ok(())
}

/// Where the user's gazetteers lie.
fn folder() -> anyhow::Result<PathBuf> {
    use etcetera::BaseStrategy;
    let data = match std::env::var_os("DATELINE_DATA").filter(|d| !d.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => etcetera::choose_base_strategy()
            .context("no data folder; name one in DATELINE_DATA")?
            .data_dir()
            .join("dateline"),
    };
    Ok(data.join("gazetteer"))
}

/// The user's gazetteers, in the order of their names. Where there is no data folder there are none.
fn files() -> anyhow::Result<Vec<PathBuf>> {
    folder().map_or_else(|_| Ok(Vec::new()), |folder| files_of(&folder))
}

fn files_of(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files: Vec<_> = entries.collect::<Result<Vec<_>, _>>()?.into_iter().map(|e| e.path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "bin"));
    files.sort();
    Ok(files)
}

/// `ML` for `ML-0123456789ab.bin`.
fn name_of(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    stem.rsplit_once('-').map_or(&*stem, |(name, _)| name).to_owned()
}

/// `ML` for `https://download.geonames.org/export/dump/ML.zip`.
fn short_name(table: &str) -> String {
    let last = table.trim_end_matches('/').rsplit(['/', '\\']).next().unwrap_or_default();
    let name = last.split(['.', '?', '#']).next().unwrap_or_default();
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if plain.is_empty() { "places".into() } else { plain }
}

/// A bar on a terminal, and none elsewhere.
fn bar() -> ProgressBar {
    if stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() }
}

fn show(bar: &ProgressBar, progress: Progress) {
    let template = match (progress.fetching, progress.total) {
        (true, Some(_)) => "fetching {wide_bar} {bytes} of {total_bytes}, {eta} to go",
        (true, None) => "fetching {spinner} {bytes}",
        (false, Some(_)) => "reading {wide_bar} {bytes} of {total_bytes}, {eta} to go",
        (false, None) => "reading {spinner} {bytes}",
    };
    bar.set_style(ProgressStyle::with_template(template).expect("a template that is tested by every run"));
    bar.set_length(progress.total.unwrap_or(0));
    bar.set_position(progress.done);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_tables_and_files() {
        assert_eq!(short_name("https://download.geonames.org/export/dump/ML.zip"), "ML");
        assert_eq!(short_name("/data/all Countries.txt.gz"), "all_Countries");
        assert_eq!(short_name("-"), "_");
        assert_eq!(name_of(Path::new("/x/ML-0123456789ab.bin")), "ML");
    }

    #[test]
    fn a_block_takes_the_place_of_the_earlier_one_of_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let first = store(folder.path(), "ML", b"one").unwrap();
        let second = store(folder.path(), "ML", b"two").unwrap();
        assert_ne!(first, second);
        assert_eq!(files_of(folder.path()).unwrap(), [second]);
    }
}
