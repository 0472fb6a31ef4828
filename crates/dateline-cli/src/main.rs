//! The `dateline` program: the edges around the library. One module a subcommand.

#[cfg(feature = "archive")]
mod archive;
#[cfg(feature = "record")]
mod desk;
mod explain;
mod gazetteer;
mod inputs;
mod lexicon;
mod ordered;
mod output;
mod parse;
mod read;
mod schema;

use std::io;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Reads news about armed conflict and political unrest: who did what to whom, where, when, with what toll, and who
/// says so.
#[derive(Parser)]
#[command(name = "dateline", version, max_term_width = 100, after_help = EXIT_CODES)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Examples:
  dateline read article.txt                                  what happened, and who says so
  dateline read --format jsonl reports/ > readings.jsonl     the whole record, one document a line
  dateline archive reports.jsonl.zst --out tables/           millions of reports as Parquet tables
  dateline merge reports/                                    many reports, one incident
  dateline ingest --record war.db reports/                   keep reports and what was read from them
  dateline watch --record war.db feeds.toml                  follow feeds, and tell at once of what matters
  dateline merge --record war.db                             merge all that the record holds
  dateline incidents --record war.db                         what happened, and what people decided
  dateline export --profile acled reports/ -o events.csv     incidents in another project's columns
  dateline panel --unit country reports/ > panel.csv         how much happened, month by month
  dateline digest --since 24h reports/                       what a desk should know
  dateline serve war.db --open                               the record in a browser
  dateline parse article.txt                                 words, tags, trees and names
  dateline explain 'Gunmen stormed a base on Monday.'        why a sentence was read as it was
  dateline lexicon check --lexicon mine/                     mistakes in your own lexicon files

Exit codes: 0 all went well; 1 something could not be read; 2 the command line is wrong.
Colours are used on a terminal only, and not where NO_COLOR is set.";

#[derive(Subcommand)]
enum Command {
    Read(read::Args),
    #[cfg(feature = "archive")]
    Archive(archive::Args),
    #[cfg(feature = "record")]
    #[command(flatten)]
    Desk(desk::Command),
    Parse(parse::Args),
    Explain(explain::Args),
    Schema(schema::Args),
    Lexicon(lexicon::Args),
    Gazetteer(gazetteer::Args),
}

fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::Read(args) => read::run(&args),
        #[cfg(feature = "archive")]
        Command::Archive(args) => archive::run(&args),
        #[cfg(feature = "record")]
        Command::Desk(command) => desk::run(&command),
        Command::Parse(args) => parse::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Lexicon(args) => lexicon::run(&args),
        Command::Gazetteer(args) => Ok(gazetteer::run(&args)),
    };
    match done {
        Ok(code) => code,
        // Whoever read our output has enough, as `head` does: nothing went wrong.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("dateline: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
    io.is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
}
