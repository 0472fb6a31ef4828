//! What all requests share: the record, the view of it, and who may do what.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use dateline::Reader;
use dateline::lexicon::merge::{Profile, Profiles};
use dateline_record::{Decision, Moment, Record};
use jiff::Timestamp;
use tokio::sync::{Semaphore, watch};

use crate::access::{Access, Limiter};
use crate::guard::Hosts;
use crate::problem::Problem;
use crate::view::{Means, View};

/// What all requests share.
pub(crate) struct App {
    pub(crate) path: PathBuf,
    pub(crate) reader: Reader,
    pub(crate) access: Access,
    pub(crate) hosts: Hosts,
    view: RwLock<Arc<View>>,
    /// Only one thread makes a new view.
    renewal: Mutex<()>,
    /// Views of earlier moments, the last used first.
    earlier: Mutex<VecDeque<Arc<View>>>,
    /// Open ways into the record that nobody uses now.
    idle: Mutex<Vec<Record>>,
    /// Told after each change: the last entry of the journal, and how many incidents there are.
    pub(crate) changes: watch::Sender<Change>,
    /// How many requests may be at work at a time.
    work: Semaphore,
    /// Texts that are read at a time.
    pub(crate) reading: Arc<Semaphore>,
    /// Passwords that are hashed at a time.
    pub(crate) hashing: Arc<Semaphore>,
    /// Pages that listen for changes.
    pub(crate) listening: Arc<Semaphore>,
    /// Attempts to log in, and texts that are read, by address.
    pub(crate) logins: Limiter<IpAddr>,
    pub(crate) reads: Limiter<IpAddr>,
    /// What users ask for, by their names: several may share an address.
    pub(crate) asks: Limiter<String>,
    /// Whether browsers reach the server by HTTPS.
    pub(crate) https: bool,
    /// Whether incidents are being merged anew, and whether they must be once more.
    merging: Mutex<Merging>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Merging {
    #[default]
    No,
    Now,
    AndAgain,
}

/// What is told to those who listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Change {
    /// The last entry of the journal.
    pub(crate) seq: i64,
    /// How many incidents there are.
    pub(crate) incidents: usize,
}

impl App {
    /// How many views of earlier moments are kept.
    const EARLIER: usize = 4;
    const AT_WORK: usize = 32;

    pub(crate) fn new(
        record: Record,
        reader: Reader,
        access: Access,
        hosts: Hosts,
        https: bool,
    ) -> dateline_record::Result<Self> {
        let means = Means { lexicon: reader.lexicon(), shielded: access.has_readers() };
        let view = record.snapshot(|record| View::new(record, Moment::NOW, means, None))?;
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            path: record.path().to_path_buf(),
            access,
            hosts,
            changes: watch::Sender::new(change(&view)),
            view: RwLock::new(Arc::new(view)),
            renewal: Mutex::default(),
            earlier: Mutex::default(),
            idle: Mutex::new(vec![record]),
            work: Semaphore::new(Self::AT_WORK),
            reading: Arc::new(Semaphore::new(threads)),
            hashing: Arc::new(Semaphore::new(2)),
            listening: Arc::new(Semaphore::new(128)),
            logins: Limiter::new(5, 5),
            reads: Limiter::new(30, 60),
            asks: Limiter::new(1200, 1200),
            https,
            merging: Mutex::default(),
            reader,
        })
    }

    fn means(&self) -> Means<'_> {
        Means { lexicon: self.reader.lexicon(), shielded: self.access.has_readers() }
    }

    /// The record as it stands.
    pub(crate) fn view(&self) -> Arc<View> {
        self.view.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes in what was written since the view was made, by whomever. Called off the threads that wait for requests.
    pub(crate) fn renew(&self) -> dateline_record::Result<()> {
        let _one = self.renewal.lock().unwrap_or_else(PoisonError::into_inner);
        let record = self.record()?;
        let before = self.view();
        if let Some(view) = record.snapshot(|record| before.renewed(record, self.means()))? {
            if view.last.takedown != before.last.takedown {
                // They may show what was taken down.
                self.earlier.lock().unwrap_or_else(PoisonError::into_inner).clear();
            }
            let change = change(&view);
            *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(view);
            self.changes.send_replace(change);
        }
        self.give_back(record);
        Ok(())
    }

    /// Merges incidents anew after a decision about which events are one, off the threads that wait for requests. One
    /// merger at a time: what is decided while one goes on is taken in by the next.
    pub(crate) fn merge_anew(self: &Arc<Self>) {
        let merging = |app: &Self, to: fn(Merging) -> Merging| {
            let mut merging = app.merging.lock().unwrap_or_else(PoisonError::into_inner);
            *merging = to(*merging);
            *merging
        };
        let began = merging(self, |now| if now == Merging::No { Merging::Now } else { Merging::AndAgain });
        if began == Merging::AndAgain {
            return;
        }
        let app = self.clone();
        tokio::task::spawn_blocking(move || {
            loop {
                if let Err(error) = app.merge().and_then(|()| app.renew()) {
                    eprintln!("dateline: {error}");
                }
                if merging(&app, |now| if now == Merging::AndAgain { Merging::Now } else { Merging::No }) == Merging::No
                {
                    break;
                }
            }
        });
    }

    /// Puts a decision into effect at once, for the incidents that it is about; none where all must be merged anew for that.
    pub(crate) fn apply(
        &self,
        record: &mut Record,
        decision: &Decision,
    ) -> dateline_record::Result<Option<Vec<String>>> {
        let Some((name, rule)) = self.rule(record)? else { return Ok(None) };
        let view = self.view();
        record.apply(decision, (&name, rule), Some(&|event: &str| view.holder(event)))
    }

    /// Merges by the rule of the last merger.
    fn merge(&self) -> dateline_record::Result<()> {
        let mut record = self.record()?;
        if let Some((name, rule)) = self.rule(&record)? {
            record.merge(&name, rule)?;
        }
        self.give_back(record);
        Ok(())
    }

    /// The rule of the last merger, or the usual one.
    fn rule(&self, record: &Record) -> dateline_record::Result<Option<(String, &Profile)>> {
        let rules = &self.reader.lexicon().merge;
        let last = record.last_merger(Moment::NOW)?.map(|(name, _)| name);
        let known = last.and_then(|name| rules.get(&name).map(|rule| (name, rule)));
        Ok(known.or_else(|| Some((Profiles::STANDARD.to_owned(), rules.get(Profiles::STANDARD)?))))
    }

    /// The record as it stood at a moment in words, or as it stands.
    pub(crate) fn view_at(&self, as_of: Option<&str>, record: &Record) -> Result<Arc<View>, Problem> {
        let Some(words) = as_of else { return Ok(self.view()) };
        let moment = record.moment(instant(words)?)?;
        let earlier = || self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(view) = earlier().iter().find(|view| view.moment == moment) {
            return Ok(view.clone());
        }
        let now = self.view();
        let view = record.snapshot(|record| View::new(record, moment, self.means(), Some(&now)))?;
        let view = Arc::new(view);
        let mut earlier = earlier();
        earlier.truncate(Self::EARLIER - 1);
        earlier.push_front(view.clone());
        Ok(view)
    }

    /// Does work that reads the record, where it does not keep other requests waiting.
    pub(crate) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self, &mut Record) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let _turn = self.work.acquire().await.map_err(|_| Problem::busy("the server is stopping"))?;
        let app = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            let mut record = app.record()?;
            let done = work(&app, &mut record)?;
            app.give_back(record);
            Ok(done)
        });
        done.await.unwrap_or_else(|_| Err(crate::problem::broken()))
    }

    fn record(&self) -> dateline_record::Result<Record> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| Record::open(&self.path), Ok)
    }

    fn give_back(&self, record: Record) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(record);
    }

    /// What a person calls the record.
    pub(crate) fn name(&self) -> String {
        name(&self.path)
    }
}

fn name(path: &Path) -> String {
    path.file_stem().map_or_else(|| "record".into(), |name| name.to_string_lossy().into_owned())
}

fn change(view: &View) -> Change {
    Change { seq: view.last.entry, incidents: view.items.len() }
}

/// An instant, or the last millisecond of a day.
fn instant(words: &str) -> Result<Timestamp, Problem> {
    let wrong = || Problem::bad(format!("as_of is {words:?}; expected 2026-04-25 or 2026-04-25T12:00:00Z"));
    if let Ok(instant) = words.parse() {
        return Ok(instant);
    }
    let day: jiff::civil::Date = words.parse().map_err(|_| wrong())?;
    let next = day.tomorrow().and_then(|next| next.to_zoned(jiff::tz::TimeZone::UTC)).map_err(|_| wrong())?;
    next.timestamp().checked_sub(jiff::Span::new().milliseconds(1)).map_err(|_| wrong())
}
