//! What every subcommand that reads documents takes.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::num::NonZero;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use dateline::{Document, Reader};
use dateline_intake::{Error, Input, Intake, Options, Problem, Raw};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{lexicon, ordered};

/// What to read, and with what.
#[derive(clap::Args)]
pub(crate) struct Inputs {
    /// Text files, HTML pages, JSON Lines, CSV and Parquet tables, feeds, lists of addresses, web archives, mail (all also .gz, .zst,
    /// .bz2 or .xz), folders, addresses, or - for standard input.
    #[arg(required = true, value_name = "INPUT")]
    names: Vec<String>,

    #[command(flatten)]
    threads: Threads,

    /// The most MiB that one document may have.
    #[arg(long, value_name = "MIB", default_value = "16")]
    max_size: NonZero<u32>,

    /// Fetch also from addresses outside the public internet.
    #[arg(long)]
    allow_private: bool,

    /// Where articles of feeds are read.
    #[cfg(feature = "feeds")]
    #[arg(long, value_enum, default_value = "auto", value_name = "WHERE")]
    articles: Articles,

    /// A folder of lexicon files to lay over the built-in ones.
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
}

/// Where articles of feeds are read.
#[cfg(feature = "feeds")]
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Articles {
    /// In the feed where it carries them whole, else on their pages.
    Auto,
    /// In the feed, whatever it carries of them; no page is fetched.
    Feed,
    /// On their pages.
    Page,
}

#[cfg(feature = "feeds")]
impl From<Articles> for dateline_intake::feed::Articles {
    fn from(articles: Articles) -> Self {
        match articles {
            Articles::Auto => Self::Auto,
            Articles::Feed => Self::Feed,
            Articles::Page => Self::Page,
        }
    }
}

/// How many threads read.
#[derive(clap::Args)]
pub(crate) struct Threads {
    /// How many documents to read at a time; by default as many as the machine has cores.
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
}

impl Threads {
    /// As many as asked for.
    pub(crate) fn count(&self) -> NonZero<usize> {
        self.threads.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN))
    }
}

impl Inputs {
    /// A reader with the lexicon asked for.
    pub(crate) fn reader(&self) -> anyhow::Result<Reader> {
        Ok(Reader::new(lexicon::load(self.lexicon.as_deref())?))
    }

    /// Every document, one after the other.
    pub(crate) fn intake(&self, mut options: Options) -> Intake {
        options.limit = u64::from(self.max_size.get()) << 20;
        options.allow_private = self.allow_private;
        #[cfg(feature = "feeds")]
        {
            options.feeds.articles = self.articles.into();
        }
        Intake::new(self.names.iter().map(|name| Input::from(name.as_str())), options)
    }

    /// Does `work` on all items with as many threads as asked for, and writes what it gives to standard output, in the
    /// order of the items and in a frame.
    pub(crate) fn print_all<T>(
        &self,
        frame: &Frame,
        items: impl Iterator<Item = T> + Send,
        work: impl Fn(T) -> Output + Sync,
    ) -> anyhow::Result<ExitCode> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(&frame.before)?;
        let mut written = false;
        let code = self.for_each(items, work, |output: Output| {
            if written && !output.bytes.is_empty() {
                stdout.write_all(&frame.between)?;
            }
            written |= !output.bytes.is_empty();
            stdout.write_all(&output.bytes).map(|()| output.error)
        })?;
        stdout.flush()?;
        Ok(code)
    }

    /// Does `work` on all items with as many threads as asked for, and hands what it gives to `take`, in the order of the
    /// items. What `take` gives back is the item's error, which is told.
    pub(crate) fn for_each<T, U: Send>(
        &self,
        items: impl Iterator<Item = T> + Send,
        work: impl Fn(T) -> U + Sync,
        mut take: impl FnMut(U) -> io::Result<Option<String>>,
    ) -> anyhow::Result<ExitCode> {
        let progress = self.progress();
        let mut code = ExitCode::SUCCESS;
        ordered::map(items, self.threads(), work, |result| {
            if let Some(error) = take(result)? {
                code = ExitCode::from(1);
                progress.suspend(|| eprintln!("dateline: {error}"));
            }
            progress.inc(1);
            Ok::<(), io::Error>(())
        })?;
        progress.finish_and_clear();
        Ok(code)
    }
}

#[cfg(feature = "archive")]
impl Inputs {
    /// What was named, as it was.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The options here that decide what is read, by name.
    pub(crate) fn deciding(&self) -> [(String, String); 2] {
        let articles = format!("{:?}", self.articles).to_lowercase();
        [("max_size".into(), self.max_size.to_string()), ("articles".into(), articles)]
    }
}

impl Inputs {
    /// How many documents to read at a time.
    pub(crate) fn threads(&self) -> NonZero<usize> {
        self.threads.count()
    }

    /// How far the work is, on a terminal that does not show the output itself; only where there may be much to do.
    pub(crate) fn progress(&self) -> ProgressBar {
        let files = |name: &String| fs::metadata(name).is_ok_and(|m| m.is_file());
        let many =
            self.names.len() > 1 || !self.names.iter().all(files) || self.names.iter().any(|n| n.contains(".jsonl"));
        if !many || io::stdout().is_terminal() || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        // How many documents folders and lines hold is not known before they are read.
        let plain = self.names.iter().all(|n| files(n) && !n.contains(".jsonl") && !n.contains(".ndjson"));
        let (bar, template) = if plain {
            (ProgressBar::new(self.names.len() as u64), "{wide_bar} {human_pos} of {human_len} documents, {eta} to go")
        } else {
            (ProgressBar::new_spinner(), "{spinner} {human_pos} documents, {per_sec}")
        };
        bar.set_style(ProgressStyle::with_template(template).expect("a template that is tested by every run"));
        bar
    }
}

/// Makes a document of what came and does `read` on it. A panic in there is the error of this document; the panic hook
/// has told the place on standard error.
pub(crate) fn guarded<T>(raw: Result<Raw, Error>, read: impl FnOnce(&Document) -> T) -> Result<T, Error> {
    let raw = raw?;
    let origin = raw.origin().clone();
    let document = raw.document()?;
    unharmed(|| read(&document)).map_err(|words| {
        let problem = Problem::Panic(words);
        Error { origin, source_id: document.source_id, problem }
    })
}

/// Does some reading; of a panic in there, gives the words.
pub(crate) fn unharmed<T>(read: impl FnOnce() -> T) -> Result<T, String> {
    // A document that was half read is dropped; what outlives it, the reader, is never changed by reading.
    panic::catch_unwind(AssertUnwindSafe(read)).map_err(|payload| {
        let words = payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied());
        words.unwrap_or("no words").to_owned()
    })
}

/// What stands around the documents on standard output.
#[derive(Default)]
pub(crate) struct Frame {
    /// Before the first.
    pub(crate) before: Vec<u8>,
    /// Between two.
    pub(crate) between: Vec<u8>,
}

/// What one document gives to print.
#[derive(Default)]
pub(crate) struct Output {
    /// For standard output.
    pub(crate) bytes: Vec<u8>,
    /// For standard error, where the document could not be read.
    pub(crate) error: Option<String>,
}

impl Output {
    /// Only a failure.
    pub(crate) fn failed(error: &impl ToString) -> Self {
        Self { bytes: Vec::new(), error: Some(error.to_string()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_costs_one_document() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("documents.jsonl");
        fs::write(&path, "{\"id\": \"x\", \"text\": \"Good.\"}\n{\"id\": \"y\", \"text\": \"Bad.\"}\n").unwrap();
        let intake = Intake::new([Input::from(path.to_str().unwrap())], Options::default());
        let read = |document: &Document| {
            assert!(document.text != "Bad.", "{}", document.text);
            document.text.len()
        };
        let lengths: Vec<_> = intake.map(|raw| guarded(raw, read)).collect();
        assert_eq!(*lengths[0].as_ref().unwrap(), 5);
        let error = lengths[1].as_ref().unwrap_err();
        assert_eq!(error.source_id.as_deref(), Some("y"));
        assert!(error.to_string().contains(":2: the reader broke off"), "{error}");
        assert!(error.to_string().contains("(Bad.)"), "{error}");
    }
}
