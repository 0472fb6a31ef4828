//! `dateline load`: what an archive holds goes into a record.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use dateline::Reading;
use dateline_archive::files::{self, StoredDocument};
use dateline_intake::Options;
use dateline_record::{Entry, Form, Record};
use indicatif::{ProgressBar, ProgressStyle};

use super::store::{self, Prepared, Ready, Storing};
use crate::inputs::Threads;

/// Put the documents and readings of an archive into a record; nothing is read anew.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The folder that `dateline archive` made.
    #[arg(value_name = "DIR")]
    archive: PathBuf,

    /// The record; it is made where there is none.
    #[arg(long, value_name = "FILE")]
    record: PathBuf,

    #[command(flatten)]
    threads: Threads,
}

const EXAMPLES: &str = "\
Examples:
  dateline load tables/ --record war.db
  dateline merge --record war.db

Incidents are left as they are until the next merger, so that several archives are merged once.
A document is known again as with `dateline ingest`; what the record holds already stays as it is. An archive keeps texts and not
the pages they came from, so the record's original is the text. Documents that could not be read are not loaded.";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let in_record = || args.record.display().to_string();
    let (manifest, documents) = files::documents(&args.archive)?;
    let mut record = Record::open_or_create(&args.record).with_context(in_record)?;
    let visits = store::Visits::of(&record, &mut Options::default()).with_context(in_record)?;
    let progress = progress(manifest.counts.documents);
    let storing = Storing { threads: args.threads.count(), progress, visits: &visits, lines: false };
    let done = storing.each(&mut record, documents, |stored, known| {
        let ready = stored.map_err(anyhow::Error::from).and_then(|StoredDocument { document, reading }| {
            let reading: Reading = serde_json::from_str(&reading)
                .with_context(|| format!("{}: the reading of {}", args.archive.display(), document.id))?;
            Ready::new(&document, &reading.coder.clone(), known, || {
                Entry::new(document.text.as_bytes(), Form::Text, document.clone(), reading)
            })
        });
        Prepared { visit: None, read: Ok(ready) }
    })?;
    println!("{}", done.summary());
    Ok(ExitCode::SUCCESS)
}

fn progress(documents: u64) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let template = "{wide_bar} {human_pos} of {human_len} documents, {eta} to go";
    let style = ProgressStyle::with_template(template).expect("a template that is tested by every run");
    ProgressBar::new(documents).with_style(style)
}
