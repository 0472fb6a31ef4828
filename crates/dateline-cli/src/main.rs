//! The `dateline` program: the edges around the library. One module a subcommand.

mod agree;
mod decide;
mod diff;
mod digest;
mod explain;
mod export;
mod find;
mod gather;
mod gazetteer;
mod incidents;
mod ingest;
mod inputs;
mod lexicon;
mod merge;
mod ordered;
mod output;
mod parse;
mod read;
mod record;
mod reread;
mod schema;
mod verify;

use std::io;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

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
  dateline merge reports/                                    many reports, one incident
  dateline ingest --record war.db reports/                   keep reports and what was read from them
  dateline merge --record war.db                             merge all that the record holds
  dateline incidents --record war.db                         what happened, and what people decided
  dateline export --profile acled reports/ -o events.csv     incidents in another project's columns
  dateline digest --since 24h reports/                       what a desk should know
  dateline parse article.txt                                 words, tags, trees and names
  dateline explain 'Gunmen stormed a base on Monday.'        why a sentence was read as it was
  dateline lexicon check --lexicon mine/                     mistakes in your own lexicon files

Exit codes: 0 all went well; 1 something could not be read; 2 the command line is wrong.
Colours are used on a terminal only, and not where NO_COLOR is set.";

#[derive(Subcommand)]
enum Command {
    Read(read::Args),
    Ingest(ingest::Args),
    Merge(merge::Args),
    Incidents(incidents::Args),
    Decide(decide::Args),
    Find(find::Args),
    Agree(agree::Args),
    Reread(reread::Args),
    Diff(diff::Args),
    Verify(verify::Args),
    Record(record::Args),
    Export(export::Args),
    Digest(digest::Args),
    Parse(parse::Args),
    Explain(explain::Args),
    Schema(schema::Args),
    Lexicon(lexicon::Args),
    Gazetteer(gazetteer::Args),
}

fn main() -> ExitCode {
    let done = match parse().command {
        Command::Read(args) => read::run(&args),
        Command::Ingest(args) => ingest::run(&args),
        Command::Merge(args) => merge::run(&args),
        Command::Incidents(args) => incidents::run(&args),
        Command::Decide(args) => decide::run(&args),
        Command::Find(args) => find::run(&args),
        Command::Agree(args) => agree::run(&args),
        Command::Reread(args) => reread::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Record(args) => record::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Digest(args) => digest::run(&args),
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

/// The command line. Whoever takes what a record holds names no further inputs.
fn parse() -> Args {
    let no_inputs =
        |command: clap::Command| command.mut_arg("names", |a| a.required(false).required_unless_present("record"));
    let commands = ["merge", "export", "digest"];
    let command = commands.iter().fold(Args::command(), |all, name| all.mut_subcommand(*name, no_inputs));
    let matches = command.get_matches();
    Args::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
    io.is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
}
