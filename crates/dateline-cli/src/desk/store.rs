//! Documents on their way into a record: read on many threads, written some at a time, told of when they are safe.

use std::io::{self, Write};
use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use dateline::reading::Coder;
use dateline::{Document, Reader};
use dateline_intake::{Error, Intake, Raw};
use dateline_record::{Entry, Form, Outcome, Record};
use indicatif::ProgressBar;
use serde::Serialize;

pub(crate) use visits::Visits;

use crate::inputs::guarded;
use crate::ordered;
use crate::output::{json, record::counted};

/// Documents that are written together, at most.
const BATCH: usize = 64;
/// The longest that a document waits for others to be written with, where others come.
const WAIT: Duration = Duration::from_secs(1);

/// How documents are read and stored.
pub(crate) struct Storing<'a> {
    pub(crate) threads: NonZero<usize>,
    pub(crate) progress: ProgressBar,
    pub(crate) visits: &'a Visits,
    /// Whether each document is told of on a line, once it is safely in the record.
    pub(crate) lines: bool,
}

/// What came of some documents.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stored {
    /// By outcome.
    counts: [u64; 5],
    /// How many could not be read.
    pub(crate) failed: u64,
}

impl Stored {
    /// Whether the record holds something that it did not hold before.
    pub(crate) fn is_news(&self) -> bool {
        [Outcome::New, Outcome::Revised, Outcome::Reread].iter().any(|outcome| self.counts[*outcome as usize] > 0)
    }

    pub(crate) fn summary(&self) -> String {
        let all = [Outcome::New, Outcome::Revised, Outcome::Reread, Outcome::Unchanged, Outcome::Withdrawn];
        let parts = all.iter().map(|outcome| (self.counts[*outcome as usize], outcome.word()));
        let parts: Vec<String> = parts.filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        let parts = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
        let failed = if self.failed > 0 { format!("; {} could not be read", self.failed) } else { String::new() };
        format!("{}{parts}{failed}", counted(self.counts.iter().sum(), "document"))
    }
}

impl Storing<'_> {
    /// Reads and stores all that an intake gives.
    pub(crate) fn all(&self, record: &mut Record, intake: Intake, reader: &Reader) -> anyhow::Result<Stored> {
        self.each(record, intake, |raw, known| prepare(raw, reader, known))
    }

    /// Stores what `prepare` makes of each item.
    pub(super) fn each<T>(
        &self,
        record: &mut Record,
        items: impl Iterator<Item = T> + Send,
        prepare: impl Fn(T, &Mutex<Record>) -> Prepared + Sync,
    ) -> anyhow::Result<Stored> {
        let known = Mutex::new(record.again()?);
        let mut store = Store {
            record,
            visits: self.visits,
            waiting: Vec::new(),
            since: Instant::now(),
            done: Stored::default(),
            lines: self.lines,
        };
        ordered::map(
            items,
            self.threads,
            |item| prepare(item, &known),
            |prepared| {
                match prepared.read {
                    Ok(entry) => store.waiting.push((entry?, prepared.visit)),
                    Err(error) => {
                        store.done.failed += 1;
                        store.visits.note(store.record, prepared.visit)?;
                        self.progress.suspend(|| eprintln!("dateline: {error}"));
                        self.progress.inc(1);
                    }
                }
                if store.waiting.len() >= BATCH || store.since.elapsed() >= WAIT {
                    self.progress.inc(store.write()?);
                }
                anyhow::Ok(())
            },
        )?;
        store.write()?;
        self.visits.finish(store.record)?;
        self.progress.finish_and_clear();
        Ok(store.done)
    }
}

/// What came of one document before it is stored.
pub(super) struct Prepared {
    pub(super) visit: Option<visits::Visit>,
    /// The document, or why it could not be read; in the former, what ends all.
    pub(super) read: Result<anyhow::Result<Ready>, Error>,
}

/// A document that is ready to be stored.
pub(super) struct Ready {
    id: String,
    source_id: Option<String>,
    path: Option<String>,
    url: Option<String>,
    /// What storing it comes to.
    outcome: Outcome,
    /// Nothing where the record holds it as it came, or where it was taken down.
    entry: Option<Box<Entry>>,
}

impl Ready {
    /// A document as read by `coder`; `entry` packs it where the record does not hold it so.
    pub(super) fn new(
        document: &Document,
        coder: &Coder,
        known: &Mutex<Record>,
        entry: impl FnOnce() -> Entry,
    ) -> anyhow::Result<Self> {
        let outcome = known.lock().unwrap_or_else(PoisonError::into_inner).outcome(document, coder)?;
        Ok(Self {
            id: dateline_record::document_id(document),
            source_id: document.source_id.clone(),
            path: document.path.clone(),
            url: document.url.clone(),
            outcome,
            entry: (!matches!(outcome, Outcome::Unchanged | Outcome::Withdrawn)).then(|| Box::new(entry())),
        })
    }
}

/// Reads one document, unless the record holds it and its reading already.
fn prepare(raw: Result<Raw, Error>, reader: &Reader, known: &Mutex<Record>) -> Prepared {
    let mut raw = match raw {
        Ok(raw) => raw,
        Err(error) => return Prepared { visit: None, read: Err(error) },
    };
    let visit = visits::of(&mut raw);
    let (original, form) = (raw.bytes().to_vec(), form(raw.format()));
    let read = guarded(Ok(raw), |document: &Document| {
        Ready::new(document, reader.coder(), known, || {
            Entry::new(&original, form, document.clone(), reader.read(document))
        })
    });
    Prepared { visit, read }
}

fn form(format: dateline_intake::Format) -> Form {
    match format {
        dateline_intake::Format::Html => Form::Html,
        dateline_intake::Format::Jsonl => Form::JsonLine,
        dateline_intake::Format::Mail => Form::Mail,
        _ => Form::Text,
    }
}

/// Writes documents some at a time, and tells of each once it is durable.
struct Store<'a> {
    record: &'a mut Record,
    visits: &'a Visits,
    waiting: Vec<(Ready, Option<visits::Visit>)>,
    since: Instant,
    done: Stored,
    lines: bool,
}

/// A document that is safely in the record.
#[derive(Serialize)]
struct Line<'a> {
    document: &'a str,
    source_id: Option<&'a str>,
    path: Option<&'a str>,
    url: Option<&'a str>,
    outcome: &'static str,
}

impl Store<'_> {
    /// Writes what waits, in one transaction; gives how many documents that were.
    fn write(&mut self) -> anyhow::Result<u64> {
        let mut outcomes = Vec::with_capacity(self.waiting.len());
        if self.waiting.iter().any(|(ready, _)| ready.entry.is_some()) {
            let mut batch = self.record.batch()?;
            for (ready, _) in &self.waiting {
                outcomes.push(ready.entry.as_ref().map_or(Ok(ready.outcome), |entry| batch.store(entry))?);
            }
            batch.commit()?;
        } else {
            outcomes.extend(self.waiting.iter().map(|(ready, _)| ready.outcome));
        }
        let mut stdout = io::stdout().lock();
        let waiting = std::mem::take(&mut self.waiting);
        for ((ready, _), outcome) in waiting.iter().zip(&outcomes) {
            self.done.counts[*outcome as usize] += 1;
            if self.lines {
                stdout.write_all(&json::line(
                    &Line {
                        document: &ready.id,
                        source_id: ready.source_id.as_deref(),
                        path: ready.path.as_deref(),
                        url: ready.url.as_deref(),
                        outcome: outcome.word(),
                    },
                    false,
                ))?;
            }
        }
        stdout.flush()?;
        // An address counts as visited only when what it gave is safe. Nothing is remembered of what was taken down.
        let kept = waiting.into_iter().zip(&outcomes).filter(|(_, outcome)| **outcome != Outcome::Withdrawn);
        self.visits.note(self.record, kept.filter_map(|((_, visit), _)| visit))?;
        self.since = Instant::now();
        Ok(outcomes.len() as u64)
    }
}

/// What a record remembers of addresses, so that only what changed is fetched again.
mod visits {
    use std::sync::Arc;

    use dateline_intake::feed::Memory;
    pub(super) use dateline_intake::feed::Visit;
    use dateline_intake::{Options, Raw};
    use dateline_record::{Record, Result};
    use jiff::{SignedDuration, Timestamp};

    /// The kind of notes that visits are.
    const KIND: &str = "visit";
    /// An address that no feed named for so long is forgotten.
    const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

    pub(crate) struct Visits(Arc<Memory>);

    pub(super) fn of(raw: &mut Raw) -> Option<Visit> {
        raw.take_visit()
    }

    impl Visits {
        /// Tells the intake what the record remembers.
        pub(crate) fn of(record: &Record, options: &mut Options) -> Result<Self> {
            let visits = record.notes::<Visit>(KIND)?.into_iter().map(|(_, visit)| visit);
            let memory = Arc::new(Memory::new(visits));
            options.feeds.memory = Some(memory.clone());
            Ok(Self(memory))
        }

        /// Remembers visits whose documents are safe.
        pub(super) fn note(&self, record: &mut Record, visits: impl IntoIterator<Item = Visit>) -> Result<()> {
            let visits: Vec<Visit> = visits.into_iter().collect();
            let notes: Vec<(&str, Option<&Visit>)> = visits.iter().map(|v| (v.url.as_str(), Some(v))).collect();
            record.note(KIND, &notes)?;
            visits.into_iter().for_each(|visit| self.0.learn(visit));
            Ok(())
        }

        /// Remembers also what brought no document, and forgets what is long gone.
        pub(super) fn finish(&self, record: &mut Record) -> Result<()> {
            self.note(record, self.0.take_finished())?;
            let forgotten = self.0.forget_before(Timestamp::now() - KEPT);
            let notes: Vec<(&str, Option<&Visit>)> = forgotten.iter().map(|url| (url.as_str(), None)).collect();
            record.note(KIND, &notes)
        }

        /// What is known of an address.
        pub(crate) fn visit(&self, url: &str) -> Option<Visit> {
            self.0.visit(url)
        }
    }
}
