//! `dateline lexicon`: what the program knows in words, and lexicon files from a user's folder.

use std::fs;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;
use dateline::Lexicon;
use dateline::lexicon::{File, Problem};
use dateline::place::gazetteer::Block;

use crate::gazetteer;

/// Work with the lexicon: the files that say what the program knows in words.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read every lexicon file and say what is wrong with it, a line a mistake: FILE:LINE: MESSAGE.
    Check {
        /// A folder of lexicon files to lay over the built-in ones.
        #[arg(long, value_name = "DIR")]
        lexicon: Option<PathBuf>,
    },
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Command::Check { lexicon } = &args.command;
    let mut stdout = stdout().lock();
    match read(lexicon.as_deref(), Vec::new())? {
        Ok(lexicon) => {
            writeln!(stdout, "lexicon {}: no mistakes", lexicon.hash)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(problems) => {
            writeln!(stdout, "{}", problems.join("\n"))?;
            Ok(ExitCode::from(1))
        }
    }
}

/// The built-in lexicon, with a user's folder laid over it and a user's places beside its own.
pub(crate) fn load(overlay: Option<&Path>) -> anyhow::Result<Lexicon> {
    read(overlay, gazetteer::load()?)?
        .map_err(|problems| anyhow::anyhow!("the lexicon has mistakes:\n{}", problems.join("\n")))
}

/// The lexicon, or a line for each mistake in it.
fn read(overlay: Option<&Path>, added: Vec<(String, Block)>) -> anyhow::Result<Result<Lexicon, Vec<String>>> {
    let files = overlay.map_or_else(|| Ok(Vec::new()), files)?;
    // A path as the user would open it, where the file is theirs.
    let own: Vec<String> = files.iter().map(|f| f.path.clone()).collect();
    let line = |problem: &Problem| match overlay {
        Some(folder) if own.contains(&problem.path) => format!("{}/{problem}", folder.display()),
        _ => problem.to_string(),
    };
    Ok(Lexicon::with_gazetteer(files, added).map_err(|problems| problems.iter().map(line).collect()))
}

/// Every lexicon file below a folder, in the order of their paths.
fn files(root: &Path) -> anyhow::Result<Vec<File>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| format!("lexicon folder {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let ending = path.extension().and_then(|e| e.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if matches!(ending, Some("tsv" | "toml")) {
                let text = fs::read_to_string(&path).with_context(|| format!("lexicon file {}", path.display()))?;
                let below = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
                files.push(File { path: below, text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}
