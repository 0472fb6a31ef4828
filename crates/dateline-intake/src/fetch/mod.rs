//! Pages from the network: bounded in time, and from the public internet only.

mod guard;
#[cfg(feature = "feeds")]
pub(crate) mod polite;

use std::io::{BufReader, Read};
use std::time::Duration;

use encoding_rs::Encoding;
use ureq::config::ConfigBuilder;
use ureq::http::HeaderMap;
use ureq::typestate::AgentScope;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Proxy};

use crate::compress::Source;
use crate::error::Problem;
use crate::html;
use crate::input::Format;
use guard::{Guard, Refused};

/// From the first byte sent to the last byte received.
const TIME_LIMIT: Duration = Duration::from_mins(1);
/// The same for a large file.
const TIME_FOR_FILE: Duration = Duration::from_hours(2);
#[cfg(feature = "feeds")]
const TIME_TO_POST: Duration = Duration::from_secs(15);
const TIME_TO_CONNECT: Duration = Duration::from_secs(10);
pub(crate) const MOST_REDIRECTS: u32 = 5;
/// What we call ourselves: the product's name is what a robots.txt speaks to.
const NAME: &str = concat!("dateline/", env!("CARGO_PKG_VERSION"));

/// What an address answered.
pub(crate) struct Answer {
    pub(crate) source: Source,
    /// The form that the server names, if it is one that we know.
    pub(crate) format: Option<Format>,
    pub(crate) encoding: Option<&'static Encoding>,
}

impl Answer {
    /// Nothing of the body has been read yet; whoever reads it bounds it.
    fn new(headers: &HeaderMap, body: Body) -> Self {
        let kind = header(headers, "content-type").unwrap_or_default().to_ascii_lowercase();
        let format = match kind.split(';').next().unwrap_or_default().trim() {
            "text/html" | "application/xhtml+xml" => Some(Format::Html),
            "text/plain" => Some(Format::Text),
            "application/jsonl" | "application/x-ndjson" => Some(Format::Jsonl),
            #[cfg(feature = "feeds")]
            "application/rss+xml" | "application/atom+xml" | "application/feed+json" => Some(Format::Feed),
            _ => None,
        };
        let encoding = kind.split_once("charset").and_then(|(_, after)| html::charset(after.as_bytes()));
        Self { source: Box::new(BufReader::new(body.into_reader())), format, encoding }
    }
}

pub(crate) fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// A client that keeps connections between pages of one server.
pub(crate) fn client(allow_private: bool) -> Agent {
    made(Agent::config_builder().timeout_global(Some(TIME_LIMIT)).max_redirects(MOST_REDIRECTS), allow_private)
}

fn made(config: ConfigBuilder<AgentScope>, allow_private: bool) -> Agent {
    let config = config.timeout_connect(Some(TIME_TO_CONNECT)).user_agent(NAME);
    if allow_private {
        return config.build().new_agent();
    }
    // A proxy is told addresses that were checked here, and not names that it would resolve anew.
    let proxy = Proxy::try_from_env().and_then(|proxy| {
        let mut checked = Proxy::builder(proxy.protocol()).host(proxy.host()).port(proxy.port()).resolve_target(true);
        if let Some(user) = proxy.username() {
            checked = checked.username(user);
        }
        if let Some(password) = proxy.password() {
            checked = checked.password(password);
        }
        checked.build().ok()
    });
    let guard = Guard::beside(proxy.as_ref());
    Agent::with_parts(config.proxy(proxy).build(), DefaultConnector::default(), guard)
}

/// Asks for one page that was named as input.
pub(crate) fn get(client: &Agent, url: &str) -> Result<Answer, Problem> {
    let answer = client.get(url).call().map_err(|error| Problem::Fetch(words(&error)))?;
    let (head, body) = answer.into_parts();
    Ok(Answer::new(&head.headers, body))
}

/// Asks for a large file: its body, and its length where the server tells it.
pub(crate) fn large(url: &str, allow_private: bool) -> Result<(impl Read + use<>, Option<u64>), Problem> {
    let config = Agent::config_builder()
        .timeout_recv_response(Some(TIME_LIMIT))
        .timeout_recv_body(Some(TIME_FOR_FILE))
        .max_redirects(MOST_REDIRECTS);
    let client = made(config, allow_private);
    let answer = client.get(url).call().map_err(|error| Problem::Fetch(words(&error)))?;
    let header = |name: &str| header(answer.headers(), name);
    // What is packed on its way has another length when it arrives.
    let length = header("content-length").filter(|_| header("content-encoding").is_none()).and_then(|v| v.parse().ok());
    Ok((answer.into_body().into_with_config().limit(u64::MAX).reader(), length))
}

/// Sends JSON to an address that takes it. `key` tells what is sent from all else: who is sent the same key twice, since an
/// answer was lost on its way, may drop the second.
///
/// # Errors
/// The address did not take it; in words.
#[cfg(feature = "feeds")]
pub fn post_json(url: &str, body: &[u8], key: &str, allow_private: bool) -> Result<(), String> {
    let config = Agent::config_builder().timeout_global(Some(TIME_TO_POST)).max_redirects(0);
    let request = made(config, allow_private).post(url).content_type("application/json").header("Idempotency-Key", key);
    match request.send(body) {
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(answer) => Err(status_words(answer.status().as_u16())),
        Err(error) => Err(words(&error)),
    }
}

/// What went wrong, in words that tell whose fault it is.
fn words(error: &ureq::Error) -> String {
    match error {
        ureq::Error::StatusCode(code) => status_words(*code),
        ureq::Error::HostNotFound => "no such host, or no network".into(),
        ureq::Error::Timeout(_) => "the server took too long".into(),
        ureq::Error::TooManyRedirects => redirected_too_often(),
        ureq::Error::BadUri(_) => "not an address of the web".into(),
        ureq::Error::Io(error) => match error.get_ref().and_then(|inner| inner.downcast_ref::<Refused>()) {
            Some(refused) => refused.to_string(),
            None => error.to_string(),
        },
        other => other.to_string(),
    }
}

fn redirected_too_often() -> String {
    format!("the server sent us on more than {MOST_REDIRECTS} times, perhaps in a circle")
}

fn status_words(code: u16) -> String {
    match code {
        404 | 410 => "the server has no such page".into(),
        401 | 403 => "the server does not let us read it; save the page and read the file".into(),
        code => format!("the server answered with status {code}"),
    }
}
