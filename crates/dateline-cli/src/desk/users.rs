//! `dateline users`: who is let in by `dateline serve`.

use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use dateline_serve::Users;

/// Say who is let in by `dateline serve --users`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Add a user, or give one another role and password. The password is the first line of standard input.
    Add {
        /// The file; made where there is none.
        #[arg(value_name = "FILE")]
        file: PathBuf,

        /// The user's name. Decisions carry it.
        #[arg(value_name = "NAME")]
        name: String,

        /// What the user may do.
        #[arg(long, value_enum)]
        role: Role,
    },
    /// Take a user out. A server that runs lets the user in until it is started again.
    Remove {
        /// The file.
        #[arg(value_name = "FILE")]
        file: PathBuf,

        /// The user's name.
        #[arg(value_name = "NAME")]
        name: String,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Role {
    /// Looks, and sees no names of private persons and of victims.
    Reader,
    /// Also accepts, rejects and corrects.
    Coder,
    /// Also splits and merges, and takes back what others decided.
    Editor,
}

const EXAMPLES: &str = "\
Examples:
  dateline users add users.toml ann --role coder
  dateline users add users.toml ben --role reader < password.txt
  dateline users remove users.toml ben

Passwords are kept as hashes by Argon2.";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match &args.command {
        Command::Add { file, name, role } => {
            let role = match role {
                Role::Reader => dateline_serve::Role::Reader,
                Role::Coder => dateline_serve::Role::Coder,
                Role::Editor => dateline_serve::Role::Editor,
            };
            if io::stdin().is_terminal() {
                eprint!("password (shown as you type): ");
            }
            let mut password = String::new();
            io::stdin().lock().read_line(&mut password)?;
            Users::add(file, name, role, password.trim_end_matches(['\n', '\r']))?;
        }
        Command::Remove { file, name } => Users::remove(file, name)?,
    }
    Ok(ExitCode::SUCCESS)
}
