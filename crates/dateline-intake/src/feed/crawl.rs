//! The articles of feeds, one after the other: hosts in turn, so that none is asked too often and none is waited for in vain.

use std::collections::{HashSet, VecDeque};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::Timestamp;
use url::Url;

use super::parse::{self, Entry};
use super::{Articles, Options, Source, Visit};
use crate::bytes::read_bounded;
use crate::error::{Error, Origin, Problem};
use crate::fetch::polite::{Got, Polite, Validators, host_of};
use crate::fetch::{self, Answer};
use crate::files::Named;
use crate::input::Format;
use crate::list::Listed;
use crate::raw::{About, Form, Raw};

/// Articles that are still to be read.
pub(crate) struct Crawl {
    options: Options,
    polite: Polite,
    /// The most bytes that one article may have.
    limit: u64,
    feeds: Vec<Open>,
    /// By host, in the order in which hosts first appeared; each turn takes the first of the next one.
    queues: VecDeque<(String, VecDeque<Target>)>,
    /// Hashes of the addresses that were taken up.
    seen: HashSet<u64>,
}

/// A feed some of whose articles are still to be read.
struct Open {
    origin: Origin,
    articles: Articles,
    about: About,
    /// What to remember of it when all its articles are read.
    visit: Option<Visit>,
    left: usize,
    /// Whether an article is to be tried again, so that the feed must be read again though it did not change.
    incomplete: bool,
}

struct Target {
    feed: usize,
    entry: Entry,
}

impl Crawl {
    pub(crate) fn new(options: Options, allow_private: bool, limit: u64) -> Self {
        let polite = Polite::new(fetch::client(allow_private), options.delay, options.stop.clone());
        Self { options, polite, limit, feeds: Vec::new(), queues: VecDeque::new(), seen: HashSet::new() }
    }

    /// Asks for a feed, and takes up its articles. One that did not change gives none.
    pub(crate) fn ask(&mut self, source: &Source) -> Result<(), Problem> {
        let now = Timestamp::now();
        let known = self.options.memory.as_ref().and_then(|memory| memory.visit(&source.url));
        let mut visit = known.clone().unwrap_or_else(|| Visit::new(source.url.clone(), now));
        (visit.feed, visit.last) = (true, now);
        let got = self.polite.get(&source.url, &visit.validators(), false).and_then(|got| {
            let Got::Page(answer, validators) = got else { return Ok(None) };
            Ok(Some((self.bytes(answer)?, validators)))
        });
        let parsed = got.and_then(|got| {
            let Some((bytes, validators)) = got else { return Ok(None) };
            Ok(Some((parse::feed(&bytes, Some(&source.url))?, validators)))
        });
        match parsed {
            Ok(Some((feed, validators))) => {
                (visit.etag, visit.modified) = (validators.etag, validators.modified);
                (visit.failures, visit.not_before) = (0, None);
                self.add(Origin::url(source.url.as_str()), feed, source, Some(visit));
                Ok(())
            }
            Ok(None) => {
                (visit.failures, visit.not_before) = (0, None);
                self.finished(visit);
                Ok(())
            }
            // What was broken off tells nothing of the feed.
            Err(_) if self.polite.is_stopped() => Ok(()),
            Err(problem) => {
                visit.failures += 1;
                visit.not_before = wait_of(&problem, now);
                self.finished(visit);
                Err(problem)
            }
        }
    }

    /// Takes up the articles of a feed that was read from elsewhere.
    pub(crate) fn take_up(&mut self, origin: Origin, bytes: &[u8]) -> Result<(), Problem> {
        let feed = parse::feed(bytes, origin.url.as_deref())?;
        let visit = origin.url.as_deref().map(|url| Visit { feed: true, ..Visit::new(url, Timestamp::now()) });
        self.add(origin, feed, &Source::default(), visit);
        Ok(())
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.polite.is_stopped()
    }

    /// A file that a list of files names, where it is what the list states.
    pub(crate) fn file(&mut self, named: &Named) -> Result<File, Problem> {
        match self.polite.get(&named.url, &Validators::default(), true)? {
            Got::Page(answer, _) => named.checked(answer.source),
            Got::Same => Err(Problem::Fetch("the server says that it did not change".into())),
        }
    }

    /// Takes up articles that a list names: all of them on their pages.
    pub(crate) fn list(&mut self, origin: Origin, listed: Vec<Listed>) {
        let entries = listed.into_iter().map(Entry::from).collect();
        let source = Source { articles: Some(Articles::Page), ..Source::default() };
        // What the lists before this one held is read; only their addresses are remembered.
        self.feeds.clear();
        self.add(origin, parse::Feed { title: None, language: None, entries }, &source, None);
    }

    fn add(&mut self, origin: Origin, feed: parse::Feed, source: &Source, visit: Option<Visit>) {
        let about = About {
            publisher: feed.title,
            outlet: source.publisher.clone(),
            language: feed.language,
            ..About::default()
        };
        let at = self.feeds.len();
        let articles = source.articles.unwrap_or(self.options.articles);
        self.feeds.push(Open { origin, articles, about, visit, left: 1, incomplete: false });
        for entry in feed.entries {
            let name = entry.url.clone().unwrap_or_else(|| entry.id.clone());
            let mut hasher = DefaultHasher::new();
            name.hash(&mut hasher);
            if self.seen.insert(hasher.finish()) {
                self.feeds[at].left += 1;
                let host =
                    entry.url.as_deref().and_then(|url| host_of(&Url::parse(url).ok()?).ok()).unwrap_or_default();
                self.queue(host, Target { feed: at, entry });
            }
        }
        // One was counted for the feed itself, so that it is not done before all its entries are known.
        self.done(at);
    }

    fn queue(&mut self, host: String, target: Target) {
        if let Some((_, queue)) = self.queues.iter_mut().find(|(name, _)| *name == host) {
            queue.push_back(target);
        } else {
            self.queues.push_back((host, VecDeque::from([target])));
        }
    }

    /// The next article of the next host.
    fn next_target(&mut self) -> Option<Target> {
        let (host, mut queue) = self.queues.pop_front()?;
        let target = queue.pop_front();
        if !queue.is_empty() {
            self.queues.push_back((host, queue));
        }
        target
    }

    /// One article of a feed is read; after the last one the feed is.
    fn done(&mut self, feed: usize) {
        let open = &mut self.feeds[feed];
        open.left -= 1;
        if open.left == 0
            && let Some(mut visit) = open.visit.take()
        {
            if open.incomplete {
                (visit.etag, visit.modified) = (None, None);
            }
            self.finished(visit);
        }
    }

    fn finished(&self, visit: Visit) {
        if let Some(memory) = &self.options.memory {
            memory.finished(visit);
        }
    }

    /// Reads one article, if there is something new to be read.
    fn read(&mut self, target: &Target) -> Option<Result<Raw, Error>> {
        let entry = &target.entry;
        let now = Timestamp::now();
        let memory = self.options.memory.clone();
        let key = entry.url.as_deref().unwrap_or(&entry.id);
        let known = memory.as_ref().and_then(|memory| memory.visit(key));
        let Open { articles, .. } = self.feeds[target.feed];
        let from_feed =
            entry.url.is_none() || articles == Articles::Feed || articles == Articles::Auto && entry.is_whole;
        let same = known.as_ref().filter(|visit| visit.stamp == entry.stamp);
        if same.is_some_and(|visit| from_feed || !visit.is_stale(now)) {
            return None;
        }
        let mut visit = known.unwrap_or_else(|| Visit::new(key, now));
        (visit.last, visit.failures) = (now, 0);
        visit.stamp.clone_from(&entry.stamp);
        let origin = match &entry.url {
            Some(url) => Origin::url(url.as_str()),
            None => self.feeds[target.feed].origin.clone(),
        };
        let raw = if from_feed {
            Ok(Some(Raw::new(origin.clone(), Form::Article, entry.content.clone().into_bytes())))
        } else {
            self.page(&origin, &mut visit)
        };
        match raw {
            Ok(Some(raw)) => {
                let mut about = self.feeds[target.feed].about.clone();
                about.title.clone_from(&entry.title);
                about.published = entry.published;
                about.publisher = entry.publisher.clone().or(about.publisher);
                about.id = entry.url.is_none().then(|| entry.id.clone());
                Some(Ok(Raw { about, visit: memory.is_some().then_some(visit), ..raw }))
            }
            Ok(None) => {
                self.finished(visit);
                None
            }
            // What was broken off tells nothing of the article, which is not visited yet.
            Err(_) if self.polite.is_stopped() => None,
            Err(problem) => {
                if matches!(problem, Problem::Later { .. } | Problem::Io(_)) {
                    self.feeds[target.feed].incomplete = true;
                } else {
                    visit.failures = 1;
                    self.finished(visit);
                }
                Some(Err(problem.at(&origin)))
            }
        }
    }

    /// An article's page; nothing where it did not change.
    fn page(&mut self, origin: &Origin, visit: &mut Visit) -> Result<Option<Raw>, Problem> {
        let url = origin.url.as_deref().unwrap_or_default();
        let Got::Page(answer, Validators { etag, modified }) = self.polite.get(url, &visit.validators(), true)? else {
            return Ok(None);
        };
        (visit.etag, visit.modified) = (etag, modified);
        let (format, encoding) = (answer.format, answer.encoding);
        let bytes = self.bytes(answer)?;
        let form = match format.unwrap_or_else(|| Format::of_bytes(&bytes)) {
            Format::Text => Form::Text,
            _ => Form::Html,
        };
        Ok(Some(Raw { encoding, ..Raw::new(origin.clone(), form, bytes) }))
    }

    fn bytes(&self, mut answer: Answer) -> Result<Vec<u8>, Problem> {
        let broken = |error: std::io::Error| Problem::Later { why: error.to_string(), seconds: 60 };
        read_bounded(&mut answer.source, self.limit).map_err(broken)?.ok_or(Problem::TooLarge(self.limit))
    }
}

impl Iterator for Crawl {
    type Item = Result<Raw, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.polite.is_stopped() {
                self.queues.clear();
                return None;
            }
            let target = self.next_target()?;
            let read = self.read(&target);
            if !self.polite.is_stopped() {
                self.done(target.feed);
            }
            if read.is_some() {
                return read;
            }
        }
    }
}

/// When a server asked to be asked again.
fn wait_of(problem: &Problem, now: Timestamp) -> Option<Timestamp> {
    match problem {
        Problem::Later { seconds, .. } => {
            now.checked_add(jiff::SignedDuration::from_secs((*seconds).min(86_400) as i64)).ok()
        }
        _ => None,
    }
}
