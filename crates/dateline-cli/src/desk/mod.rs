//! What a desk does with many reports: merging, the record, decisions, tables for others. One module a subcommand.

mod agree;
mod appeals;
mod decide;
mod diff;
mod digest;
mod export;
mod file;
mod find;
mod gather;
mod incidents;
mod ingest;
#[cfg(feature = "archive")]
mod load;
mod merge;
mod panel;
mod record;
mod reread;
#[cfg(feature = "serve")]
mod serve;
mod store;
mod takedown;
#[cfg(feature = "serve")]
mod users;
mod verify;
mod watch;

use std::process::ExitCode;

use clap::Arg;

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    Ingest(ingest::Args),
    #[cfg(feature = "archive")]
    Load(load::Args),
    Watch(watch::Args),
    #[command(mut_arg("names", unless_record))]
    Merge(merge::Args),
    Incidents(incidents::Args),
    Decide(decide::Args),
    Appeals(appeals::Args),
    Find(find::Args),
    Agree(agree::Args),
    Reread(reread::Args),
    Diff(diff::Args),
    Takedown(takedown::Args),
    Verify(verify::Args),
    Record(record::Args),
    #[command(mut_arg("names", unless_record))]
    Export(export::Args),
    #[command(mut_arg("names", unless_record_or_events))]
    Panel(panel::Args),
    #[command(mut_arg("names", unless_record))]
    Digest(digest::Args),
    #[cfg(feature = "serve")]
    Serve(serve::Args),
    #[cfg(feature = "serve")]
    Users(users::Args),
}

/// Whoever takes what a record holds names no further inputs.
fn unless_record(names: Arg) -> Arg {
    names.required(false).required_unless_present("record")
}

/// The same, also of whoever takes a table of events.
fn unless_record_or_events(names: Arg) -> Arg {
    names.required(false).required_unless_present_any(["record", "events"])
}

pub(crate) fn run(command: &Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Ingest(args) => ingest::run(args),
        #[cfg(feature = "archive")]
        Command::Load(args) => load::run(args),
        Command::Watch(args) => watch::run(args),
        Command::Merge(args) => merge::run(args),
        Command::Incidents(args) => incidents::run(args),
        Command::Decide(args) => decide::run(args),
        Command::Appeals(args) => appeals::run(args),
        Command::Find(args) => find::run(args),
        Command::Agree(args) => agree::run(args),
        Command::Reread(args) => reread::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Takedown(args) => takedown::run(args),
        Command::Verify(args) => verify::run(args),
        Command::Record(args) => record::run(args),
        Command::Export(args) => export::run(args),
        Command::Panel(args) => panel::run(args),
        Command::Digest(args) => digest::run(args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args),
        #[cfg(feature = "serve")]
        Command::Users(args) => users::run(args),
    }
}
