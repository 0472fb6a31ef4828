//! What decides an archive, known by its content; and how long it took, which does not.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::num::NonZero;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use dateline::reading::Coder;
use dateline_archive::files::{Counts, Input, Plan};
use dateline_intake::files_in;
use indicatif::ProgressBar;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Args;

/// The plan of a run.
pub(super) fn plan(coder: Coder, args: &Args, inputs: Vec<Input>) -> Plan {
    let mut options: BTreeMap<String, String> = args.inputs.deciding().into();
    let form = format!("{:?}", args.input).to_lowercase();
    let given = [
        ("input", Some(form)),
        ("shard_size", Some(args.shard_size.to_string())),
        ("published", args.published.map(|day| day.to_string())),
        ("text_column", args.text_column.clone()),
        ("id_column", args.id_column.clone()),
        ("published_column", args.published_column.clone()),
    ];
    options.extend(given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    Plan::new(coder, options, inputs)
}

/// The inputs by their content. A file or folder that cannot be read has none; reading it tells why.
pub(super) fn inputs(names: &[String], bar: &ProgressBar) -> anyhow::Result<Vec<Input>> {
    let look = |name: &String| {
        bar.set_message(format!("looking at {name}"));
        let path = Path::new(name);
        if path.is_dir() {
            folder(name, path)
        } else if path.is_file() && name != "-" {
            let (bytes, sha256) = hash(path).with_context(|| name.clone())?;
            Ok(Input { name: name.clone(), files: Some(1), bytes: Some(bytes), sha256: Some(sha256) })
        } else {
            Ok(Input { name: name.clone(), files: None, bytes: None, sha256: None })
        }
    };
    names.iter().map(look).collect()
}

/// All files of a folder as one input.
fn folder(name: &str, path: &Path) -> anyhow::Result<Input> {
    let files = files_in(path).unwrap_or_default();
    let mut all = Sha256::new();
    let mut bytes = 0;
    for file in &files {
        let (length, hash) = hash(file).with_context(|| file.display().to_string())?;
        bytes += length;
        let inside = file.strip_prefix(path).unwrap_or(file);
        all.update(format!("{hash}  {}\n", inside.display()));
    }
    Ok(Input {
        name: name.to_owned(),
        files: Some(files.len() as u64),
        bytes: Some(bytes),
        sha256: Some(hex(&all.finalize())),
    })
}

/// The length and SHA-256 of a file.
fn hash(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let (mut hash, mut length) = (Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((length, hex(&hash.finalize()))),
            count => {
                hash.update(&buffer[..count]);
                length += count as u64;
            }
        }
    }
}

fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How long one run took, and for what.
#[derive(Serialize, Deserialize)]
pub(super) struct Timing {
    /// Documents that were done by earlier runs.
    before: u64,
    documents: u64,
    failed: u64,
    characters: u64,
    threads: usize,
    seconds: f64,
    documents_per_second: f64,
}

impl Timing {
    pub(super) fn new(counts: Counts, earlier: Counts, took: Duration, threads: NonZero<usize>) -> Self {
        let seconds = took.as_secs_f64();
        Self {
            before: earlier.all(),
            documents: counts.documents,
            failed: counts.failed,
            characters: counts.characters,
            threads: threads.get(),
            seconds,
            documents_per_second: counts.all() as f64 / seconds,
        }
    }

    /// Writes it down.
    pub(super) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        let new = path.with_added_extension("new");
        File::create(&new)?.write_all(&bytes)?;
        Ok(fs::rename(new, path)?)
    }
}
