//! Asking many pages without being a burden: what a robots.txt forbids is not read (RFC 9309), a host is asked once in a while
//! only, what did not change is not sent again (RFC 9110, conditional requests), and a server that has enough is left alone.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use texting_robots::Robot;
use ureq::http::Response;
use ureq::{Agent, Body};
use url::Url;

use super::{Answer, MOST_REDIRECTS, header, redirected_too_often, status_words, words};
use crate::bytes::read_bounded;
use crate::error::Problem;

/// The word that a robots.txt names us by.
const TOKEN: &str = "dateline";
/// What is read of a robots.txt (RFC 9309, 2.5: at least 500 KiB).
const LONGEST_RULES: u64 = 500 << 10;
/// How long a host's rules hold (RFC 9309, 2.4).
const RULES_HOLD: Duration = Duration::from_hours(24);
/// The longest pause that a robots.txt may ask for between two pages.
const LONGEST_DELAY: Duration = Duration::from_mins(1);
/// A server that asks for more patience than this is left alone for now.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often one page is asked for.
const MOST_TRIES: u32 = 3;
/// How long a server that failed is left alone where it does not say.
const REST: Duration = Duration::from_mins(10);
/// The longest that a server's word on when to come back is taken for.
const LONGEST_REST: Duration = Duration::from_hours(24);

/// What a server sent along so that it can be asked whether a page changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Validators {
    pub(crate) etag: Option<String>,
    pub(crate) modified: Option<String>,
}

/// What came of asking.
pub(crate) enum Got {
    Page(Answer, Validators),
    /// It is as it was.
    Same,
}

/// A client with manners.
pub(crate) struct Polite {
    agent: Agent,
    /// The pause between two pages of a host.
    delay: Duration,
    hosts: HashMap<String, Host>,
    stop: Option<Arc<AtomicBool>>,
}

#[derive(Default)]
struct Host {
    rules: Option<(Rules, Instant)>,
    /// When it may be asked again.
    ready: Option<Instant>,
    /// Until when it is left alone, and why.
    closed: Option<(Instant, String)>,
}

enum Rules {
    All,
    Nothing,
    Robot(Box<Robot>),
}

/// The wait was broken off, since the program is to stop.
pub(crate) fn stopped() -> Problem {
    Problem::Fetch("stopped".into())
}

impl Polite {
    pub(crate) fn new(agent: Agent, delay: Duration, stop: Option<Arc<AtomicBool>>) -> Self {
        Self { agent, delay, hosts: HashMap::new(), stop }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// Asks for a page that a feed or list names; `by_robots` where its host's rules count. A feed that a person named is there
    /// to be asked.
    pub(crate) fn get(&mut self, url: &str, known: &Validators, by_robots: bool) -> Result<Got, Problem> {
        let mut at = Url::parse(url).map_err(|_| Problem::Fetch("not an address of the web".into()))?;
        let mut redirects = 0;
        let mut tries = 0;
        loop {
            let host = host_of(&at)?;
            if by_robots && !self.allows(&host, &at)? {
                return Err(Problem::Robots);
            }
            self.wait_for(&host)?;
            let answer = self.ask(&at, known);
            let (status, wait) = match &answer {
                Ok(answer) => (answer.status().as_u16(), retry_after(answer)),
                Err(error) if is_passing(error) => (0, None),
                Err(error) => return Err(Problem::Fetch(words(error))),
            };
            match status {
                0 | 408 | 429 | 500 | 502..=504 => {
                    tries += 1;
                    let why = match &answer {
                        Err(error) => words(error),
                        Ok(_) => status_words(status),
                    };
                    self.hold_back(&host, tries, wait, why)?;
                }
                301 | 302 | 303 | 307 | 308 => {
                    redirects += 1;
                    if redirects > MOST_REDIRECTS {
                        return Err(Problem::Fetch(redirected_too_often()));
                    }
                    let to = answer.ok().and_then(|answer| at.join(header(answer.headers(), "location")?).ok());
                    at = to.ok_or_else(|| Problem::Fetch("the server sends us on to no address".into()))?;
                }
                304 => return Ok(Got::Same),
                200..=299 => {
                    let Ok(answer) = answer else { return Err(stopped()) };
                    let (head, body) = answer.into_parts();
                    let value = |name| header(&head.headers, name).map(str::to_owned);
                    let validators = Validators { etag: value("etag"), modified: value("last-modified") };
                    return Ok(Got::Page(Answer::new(&head.headers, body), validators));
                }
                code => return Err(Problem::Fetch(status_words(code))),
            }
        }
    }

    /// Sends one request; redirects are for the caller, who asks each host's rules.
    fn ask(&self, url: &Url, known: &Validators) -> Result<Response<Body>, ureq::Error> {
        let mut request = self
            .agent
            .get(url.as_str())
            .config()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .build();
        if let Some(etag) = &known.etag {
            request = request.header("If-None-Match", etag);
        }
        if let Some(modified) = &known.modified {
            request = request.header("If-Modified-Since", modified);
        }
        request.call()
    }

    /// Whether a host's rules let us read a page; they are fetched when they are first needed.
    fn allows(&mut self, host: &str, url: &Url) -> Result<bool, Problem> {
        let known =
            self.hosts.get(host).and_then(|h| h.rules.as_ref()).is_some_and(|(_, at)| at.elapsed() < RULES_HOLD);
        if !known {
            self.wait_for(host)?;
            let rules = self.rules(url)?;
            self.hosts.entry(host.to_owned()).or_default().rules = Some((rules, Instant::now()));
        }
        Ok(match self.hosts.get(host).and_then(|h| h.rules.as_ref()) {
            Some((Rules::Robot(robot), _)) => robot.allowed(url.as_str()),
            Some((Rules::Nothing, _)) => false,
            Some((Rules::All, _)) | None => true,
        })
    }

    /// A host without rules allows all; one that cannot give them now allows nothing for now (RFC 9309, 2.3.1).
    fn rules(&self, url: &Url) -> Result<Rules, Problem> {
        let at = url.join("/robots.txt").map_err(|_| Problem::Fetch("not an address of the web".into()))?;
        let request =
            self.agent.get(at.as_str()).config().max_redirects(MOST_REDIRECTS).max_redirects_will_error(false);
        let answer = request.http_status_as_error(false).build().call();
        let answer = answer.map_err(|error| {
            let why = words(&error);
            if is_passing(&error) { Problem::Later { why, seconds: REST.as_secs() } } else { Problem::Fetch(why) }
        })?;
        match answer.status().as_u16() {
            200..=299 => {
                let mut body = answer.into_body().into_reader();
                let bytes = read_bounded(&mut body, LONGEST_RULES).ok().flatten();
                // Rules that nobody can read are as those of a server that fails.
                let robot = bytes.and_then(|bytes| Robot::new(TOKEN, &bytes).ok());
                Ok(robot.map_or(Rules::Nothing, |robot| Rules::Robot(Box::new(robot))))
            }
            429 | 500..=599 => {
                let wait = retry_after(&answer).unwrap_or(REST).as_secs();
                Err(Problem::Later {
                    why: format!("its robots.txt: {}", status_words(answer.status().as_u16())),
                    seconds: wait,
                })
            }
            _ => Ok(Rules::All),
        }
    }

    /// Waits until a host may be asked again, and takes the turn.
    fn wait_for(&mut self, host: &str) -> Result<(), Problem> {
        let state = self.hosts.entry(host.to_owned()).or_default();
        if let Some((until, why)) = &state.closed {
            let left = until.saturating_duration_since(Instant::now());
            if !left.is_zero() {
                return Err(Problem::Later { why: why.clone(), seconds: left.as_secs() + 1 });
            }
            state.closed = None;
        }
        let asked = match &state.rules {
            Some((Rules::Robot(robot), _)) => {
                robot.delay.map(|s| Duration::try_from_secs_f32(s).unwrap_or(LONGEST_DELAY))
            }
            _ => None,
        };
        let delay = asked.unwrap_or_default().min(LONGEST_DELAY).max(self.delay);
        let ready = state.ready.take();
        if let Some(ready) = ready {
            self.sleep_until(ready)?;
        }
        self.hosts.entry(host.to_owned()).or_default().ready = Some(Instant::now() + delay);
        Ok(())
    }

    /// Puts the next try off, or gives the host up for now.
    fn hold_back(&mut self, host: &str, tries: u32, asked: Option<Duration>, why: String) -> Result<(), Problem> {
        let wait =
            asked.map_or(self.delay.max(Duration::from_millis(200)) * 2u32.pow(tries), |asked| asked.min(LONGEST_REST));
        let state = self.hosts.entry(host.to_owned()).or_default();
        if tries < MOST_TRIES && wait <= PATIENCE {
            state.ready = Some(Instant::now() + wait);
            return Ok(());
        }
        let wait = asked.map_or(REST, |_| wait);
        state.closed = Some((Instant::now() + wait, why.clone()));
        Err(Problem::Later { why, seconds: wait.as_secs().max(1) })
    }

    fn sleep_until(&self, until: Instant) -> Result<(), Problem> {
        loop {
            if self.is_stopped() {
                return Err(stopped());
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            thread::sleep(left.min(Duration::from_millis(100)));
        }
    }
}

/// Scheme, host and port: what one robots.txt is for. Only the web's schemes.
pub(crate) fn host_of(url: &Url) -> Result<String, Problem> {
    match (url.scheme(), url.host_str()) {
        ("http" | "https", Some(_)) => Ok(url.origin().ascii_serialization()),
        _ => Err(Problem::Fetch(format!("{url} is not an address of the web"))),
    }
}

/// What may be otherwise in a moment.
fn is_passing(error: &ureq::Error) -> bool {
    use std::io::ErrorKind;
    match error {
        ureq::Error::Timeout(_) => true,
        ureq::Error::Io(error) => error.kind() != ErrorKind::PermissionDenied,
        _ => false,
    }
}

/// When a server asks to be asked again: seconds or a date (RFC 9110, 10.2.3).
fn retry_after(answer: &Response<Body>) -> Option<Duration> {
    let words = header(answer.headers(), "retry-after")?.trim();
    if let Ok(seconds) = words.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = jiff::fmt::rfc2822::parse(words).ok()?.timestamp();
    let wait = at.duration_since(Timestamp::now());
    Some(Duration::try_from(wait).unwrap_or_default())
}
