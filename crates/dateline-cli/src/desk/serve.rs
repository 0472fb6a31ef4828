//! `dateline serve`: the record in a browser.

use std::env;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use anyhow::Context;
use dateline::Reader;
use dateline_serve::{Let, Options, Server, Users, demo};

use crate::lexicon;

/// Look at a record in a browser, check it and correct it: a server on this machine, with a JSON API.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The record.
    #[arg(value_name = "RECORD", required_unless_present = "demo")]
    record: Option<PathBuf>,

    /// Serve a record of invented reports that is made at the start and gone at the end.
    #[arg(long, conflicts_with = "record")]
    demo: bool,

    /// Where to wait for requests. 127.0.0.1 is this machine alone.
    #[arg(long, value_name = "ADDR:PORT", default_value_t = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8420))]
    bind: SocketAddr,

    /// Open the page in the browser.
    #[arg(long)]
    open: bool,

    /// A name by which browsers may call the server, beside its address and localhost; may repeat.
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,

    /// In whose name you decide; by default the name you are logged in to this machine with.
    #[arg(long = "as", value_name = "NAME", conflicts_with_all = ["users", "token"])]
    name: Option<String>,

    /// Let in the users of this file, which `dateline users add` makes.
    #[arg(long, value_name = "FILE", conflicts_with = "token")]
    users: Option<PathBuf>,

    /// Let in whoever knows a word: that of the variable DATELINE_TOKEN, or else a new one, which is told once.
    #[arg(long)]
    token: bool,

    /// Browsers reach the server by HTTPS, through a proxy: cookies then go no other way.
    #[arg(long)]
    https: bool,

    /// A folder of lexicon files to lay over the built-in ones.
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  dateline serve --demo --open
  dateline serve war.db
  dateline serve war.db --bind 127.0.0.1:0
  dateline users add users.toml ann --role coder
  dateline serve war.db --bind 0.0.0.0:8420 --users users.toml --host desk.example

Ctrl-C ends it. What other programs write to the record meanwhile is shown as it comes. docs/SERVE.md tells more.";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let reader = Reader::new(lexicon::load(args.lexicon.as_deref())?);
    // Gone when this ends.
    let folder = args.demo.then(tempfile::tempdir).transpose()?;
    let record = match (&folder, &args.record) {
        (Some(folder), _) => {
            let path = folder.path().join("demo.db");
            demo::record(&path, &reader)?;
            path
        }
        (None, Some(path)) => path.clone(),
        (None, None) => anyhow::bail!("name a record, or say --demo"),
    };
    let options = Options {
        record: record.clone(),
        bind: args.bind,
        hosts: args.hosts.clone(),
        let_in: let_in(args)?,
        https: args.https,
    };
    let server = Server::new(options, reader).with_context(|| record.display().to_string())?;
    let address = format!("http://{}/", server.address()?);
    println!("{address} serves {}; Ctrl-C ends it", record.display());
    if args.open && !browse(&address) {
        eprintln!("dateline: no browser could be opened; go to {address}");
    }
    server.run_until_stopped();
    Ok(ExitCode::SUCCESS)
}

/// Who is let in.
fn let_in(args: &Args) -> anyhow::Result<Let> {
    if let Some(path) = &args.users {
        return Ok(Let::Users(Users::load(path)?));
    }
    if !args.token {
        let name = args.name.clone().or_else(|| ["USER", "USERNAME"].iter().find_map(|key| env::var(key).ok()));
        return Ok(Let::Local(name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "local".into())));
    }
    match env::var("DATELINE_TOKEN") {
        Ok(token) if token.chars().count() >= 16 => Ok(Let::Token(token)),
        Ok(_) => anyhow::bail!("DATELINE_TOKEN is too short: it has at least 16 characters"),
        Err(_) => {
            let token = dateline_serve::random().context("this machine gives no random numbers")?;
            println!("the token is {token}");
            Ok(Let::Token(token))
        }
    }
}

/// Opens an address in the person's browser; says whether something took it.
fn browse(address: &str) -> bool {
    let (program, before): (&str, &[&str]) = match env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(before).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}
