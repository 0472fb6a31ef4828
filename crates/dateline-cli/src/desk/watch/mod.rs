//! `dateline watch`: feeds into a record, again and again, and alerts of what is new.

mod plan;
mod tell;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use dateline::Reader;
use dateline_intake::feed::Visit;
use dateline_intake::{Input, Intake, Options, feed};
use dateline_record::{Moment, Record};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::{SignedDuration, Timestamp};

use super::store::{Storing, Visits};
use crate::inputs::Threads;
use crate::lexicon;
use crate::output::record::counted;
use plan::{Feed, Plan};
use tell::Teller;

/// Ask feeds again and again, keep what is new in a record, merge it, and tell of what matters.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The feeds and alerts: a watch file in TOML, or a list of feeds in OPML.
    #[arg(value_name = "FEEDS")]
    plan: PathBuf,

    /// The record; it is made where there is none.
    #[arg(long, value_name = "FILE")]
    record: PathBuf,

    /// Ask every feed once and end: for cron.
    #[arg(long)]
    once: bool,

    /// Fetch from, and tell to, addresses outside the public internet too.
    #[arg(long)]
    allow_private: bool,

    #[command(flatten)]
    threads: Threads,

    /// A folder of lexicon files to lay over the built-in ones.
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  dateline watch --record war.db feeds.toml
  dateline watch --record war.db --once feeds.opml

A watch file:
  every = \"15m\"

  [[feed]]
  url = \"https://news.example/world.rss\"

  [[alert]]
  name = \"Sahel\"
  countries = [\"Mali\", \"BFA\", \"NE\"]
  killed = 10
  unreviewed = true                 # else only what a person accepted
  rss = \"alerts.xml\"
  webhook = \"https://desk.example/hook\"

Ctrl-C ends it after the document at hand. Stopped at any moment, nothing is lost and nothing is told twice; docs/INTAKE.md says
what feeds are asked and how, and lists every key of the watch file.";

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let reader = Reader::new(lexicon::load(args.lexicon.as_deref())?);
    let plan = Plan::load(&args.plan, reader.lexicon())?;
    let in_record = || args.record.display().to_string();
    let mut record = Record::open_or_create(&args.record).with_context(in_record)?;
    let stop = Arc::new(AtomicBool::new(false));
    stop_when_asked(stop.clone())?;
    let mut watch = Watch { args, reader, plan, stop, bar: bar(), failed: false };
    loop {
        let due = watch.due(&record, Timestamp::now()).with_context(in_record)?;
        if !due.is_empty() {
            match watch.round(&mut record, &due).with_context(in_record) {
                Err(error) if is_busy(&error) && !args.once => watch.bar.suspend(|| eprintln!("dateline: {error:#}")),
                done => done?,
            }
        }
        if args.once || watch.is_stopped() {
            break;
        }
        watch.rest(&mut record).with_context(in_record)?;
        if watch.is_stopped() {
            break;
        }
    }
    watch.bar.finish_and_clear();
    Ok(if watch.failed && args.once { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Whether another program holds the record: that passes.
fn is_busy(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| matches!(cause.downcast_ref(), Some(dateline_record::Error::Busy)))
}

struct Watch<'a> {
    args: &'a Args,
    reader: Reader,
    plan: Plan,
    stop: Arc<AtomicBool>,
    bar: ProgressBar,
    /// Whether something could not be read or told.
    failed: bool,
}

impl Watch<'_> {
    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// The feeds that are to be asked, by their place in the plan.
    fn due(&self, record: &Record, now: Timestamp) -> anyhow::Result<Vec<usize>> {
        let mut options = Options::default();
        let visits = Visits::of(record, &mut options)?;
        let is_due = |feed: &Feed| {
            let visit = visits.visit(&feed.source.url);
            visit.is_none_or(|visit| {
                if self.args.once {
                    visit.not_before.is_none_or(|at| at <= now)
                } else {
                    next(feed, &visit) <= now || visit.last > now
                }
            })
        };
        let feeds = self.plan.feeds.iter().enumerate();
        Ok(feeds.filter(|(_, feed)| is_due(feed)).map(|(at, _)| at).collect())
    }

    /// Asks some feeds, stores what is new, merges and tells.
    fn round(&mut self, record: &mut Record, due: &[usize]) -> anyhow::Result<()> {
        let mut options = Options {
            allow_private: self.args.allow_private,
            feeds: feed::Options { delay: self.plan.delay, stop: Some(self.stop.clone()), ..feed::Options::default() },
            ..Options::default()
        };
        let visits = Visits::of(record, &mut options)?;
        let storing =
            Storing { threads: self.args.threads.count(), progress: self.bar.clone(), visits: &visits, lines: false };
        self.bar.set_message(format!("asking {}", counted(due.len() as u64, "feed")));
        let inputs = due.iter().map(|at| Input::Feed(self.plan.feeds[*at].source.clone()));
        let stored = storing.all(record, Intake::new(inputs, options), &self.reader)?;
        self.failed |= stored.failed > 0;
        let mut words = vec![counted(due.len() as u64, "feed"), stored.summary()];
        words.extend(self.merged(record)?);
        words.extend(self.told(record)?);
        let time = if self.args.once { String::new() } else { format!("{:.0} ", Timestamp::now()) };
        self.bar.suspend(|| println!("{time}{}", words.join("; ")));
        Ok(())
    }

    /// Merges, if there is something that no merger saw.
    fn merged(&self, record: &mut Record) -> anyhow::Result<Option<String>> {
        let is_news = match record.last_merger(Moment::NOW)? {
            Some((profile, since)) => since > 0 || profile != self.plan.merge,
            None => record.status(Moment::NOW)?.documents > 0,
        };
        let Some(profile) = self.reader.lexicon().merge.get(&self.plan.merge).filter(|_| is_news) else {
            return Ok(None);
        };
        self.bar.set_message("merging");
        let merged = record.merge(&self.plan.merge, profile)?;
        let incidents = counted(merged.incidents as u64, "incident");
        Ok(Some(format!("{incidents}: {} new, {} changed, {} ended", merged.new, merged.changed, merged.ended)))
    }

    /// Tells of what the rules ask for.
    fn told(&mut self, record: &mut Record) -> anyhow::Result<Option<String>> {
        if self.plan.tellings.is_empty() || record.last_merger(Moment::NOW)?.is_none() {
            return Ok(None);
        }
        self.bar.set_message("telling");
        let teller = Teller {
            tellings: &self.plan.tellings,
            lexicon: self.reader.lexicon(),
            allow_private: self.args.allow_private,
            stop: &self.stop,
        };
        let told = teller.tell(record)?;
        for problem in &told.problems {
            self.failed = true;
            self.bar.suspend(|| eprintln!("dateline: {problem}"));
        }
        Ok(told.summary())
    }

    /// Waits until a feed is due, and tells meanwhile what could not be told.
    fn rest(&mut self, record: &mut Record) -> anyhow::Result<()> {
        /// How often it is looked whether an alert is to be tried again, or a person has reviewed something: in ticks.
        const LOOK: u32 = 15 * 60 * 5;
        const TICK: Duration = Duration::from_millis(200);
        let begun = Timestamp::now();
        let visits = Visits::of(record, &mut Options::default())?;
        let next = |feed: &Feed| visits.visit(&feed.source.url).map_or(begun, |visit| next(feed, &visit));
        let until = self.plan.feeds.iter().map(next).min().unwrap_or(begun);
        self.bar.set_message("waiting");
        for tick in 1u32.. {
            thread::sleep(TICK);
            let now = Timestamp::now();
            // A clock that was put back does not keep us waiting.
            if self.is_stopped() || now >= until || now < begun {
                break;
            }
            if tick.is_multiple_of(LOOK) {
                self.told(record)?;
                self.bar.set_message("waiting");
            }
        }
        Ok(())
    }
}

/// When a feed is asked again: ever more seldom while it fails, and not before its server wants.
fn next(feed: &Feed, visit: &Visit) -> Timestamp {
    const MOST: SignedDuration = SignedDuration::from_hours(24);
    let every = SignedDuration::try_from(feed.every).unwrap_or(MOST);
    let wait = every.checked_mul(1 << visit.failures.min(10)).unwrap_or(MOST);
    // A feed that is asked once a week is not asked more often for failing.
    let next = visit.last.saturating_add(wait.min(MOST.max(every))).unwrap_or(Timestamp::MAX);
    visit.not_before.map_or(next, |at| at.max(next))
}

/// The first Ctrl-C (or SIGTERM) ends the work in order, the second at once.
fn stop_when_asked(stop: Arc<AtomicBool>) -> anyhow::Result<()> {
    ctrlc::set_handler(move || {
        if stop.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        eprintln!("dateline: ending; again to end at once");
    })
    .context("signals cannot be listened to")
}

fn bar() -> ProgressBar {
    use std::io::IsTerminal;
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    bar.set_style(
        ProgressStyle::with_template("{spinner} {msg}, {human_pos} documents")
            .expect("a template that is tested by every run"),
    );
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_that_fails_is_asked_ever_more_seldom() {
        let feed = Feed { source: feed::Source::default(), every: Duration::from_mins(15) };
        let at: Timestamp = "2026-04-25T08:00:00Z".parse().unwrap();
        let mut visit = Visit::new("https://news.example/rss", at);
        let mut minutes = Vec::new();
        for failures in [0, 1, 2, 5, 9, 40] {
            visit.failures = failures;
            minutes.push(next(&feed, &visit).duration_since(at).as_mins());
        }
        assert_eq!(minutes, [15, 30, 60, 480, 1440, 1440]);
        visit.not_before = Some(at + SignedDuration::from_hours(30));
        assert_eq!(next(&feed, &visit).duration_since(at).as_hours(), 30);
    }
}
