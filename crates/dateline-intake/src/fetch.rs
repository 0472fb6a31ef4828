//! Pages from the network: only where an address was named as input.

use std::io::{BufReader, Read};
use std::time::Duration;

use encoding_rs::Encoding;
use ureq::Agent;

use crate::compress::Source;
use crate::error::Problem;
use crate::html;
use crate::input::Format;

/// From the first byte sent to the last byte received.
const TIME_LIMIT: Duration = Duration::from_mins(1);
/// The same for a large file.
const TIME_FOR_FILE: Duration = Duration::from_hours(2);
const TIME_TO_CONNECT: Duration = Duration::from_secs(10);
const MOST_REDIRECTS: u32 = 5;

/// What an address answered.
pub(crate) struct Answer {
    pub(crate) source: Source,
    /// The form that the server names, if it is one that we know.
    pub(crate) format: Option<Format>,
    pub(crate) encoding: Option<&'static Encoding>,
}

/// A client that keeps connections between pages of one server.
pub(crate) fn client() -> Agent {
    let name = concat!("dateline/", env!("CARGO_PKG_VERSION"));
    Agent::config_builder()
        .timeout_global(Some(TIME_LIMIT))
        .timeout_connect(Some(TIME_TO_CONNECT))
        .max_redirects(MOST_REDIRECTS)
        .user_agent(name)
        .build()
        .new_agent()
}

/// Asks for one page. Nothing of its body has been read yet; whoever reads it bounds it.
pub(crate) fn get(client: &Agent, url: &str) -> Result<Answer, Problem> {
    let answer = client.get(url).call().map_err(|error| Problem::Fetch(words(&error)))?;
    let kind =
        answer.headers().get("content-type").and_then(|v| v.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let format = match kind.split(';').next().unwrap_or_default().trim() {
        "text/html" | "application/xhtml+xml" => Some(Format::Html),
        "text/plain" => Some(Format::Text),
        "application/jsonl" | "application/x-ndjson" => Some(Format::Jsonl),
        _ => None,
    };
    let encoding = kind.split_once("charset").and_then(|(_, after)| html::charset(after.as_bytes()));
    Ok(Answer { source: Box::new(BufReader::new(answer.into_body().into_reader())), format, encoding })
}

/// Asks for a large file: its body, and its length where the server tells it.
pub(crate) fn large(url: &str) -> Result<(impl Read + use<>, Option<u64>), Problem> {
    let client = Agent::config_builder()
        .timeout_connect(Some(TIME_TO_CONNECT))
        .timeout_recv_response(Some(TIME_LIMIT))
        .timeout_recv_body(Some(TIME_FOR_FILE))
        .max_redirects(MOST_REDIRECTS)
        .user_agent(concat!("dateline/", env!("CARGO_PKG_VERSION")))
        .build()
        .new_agent();
    let answer = client.get(url).call().map_err(|error| Problem::Fetch(words(&error)))?;
    let header = |name: &str| answer.headers().get(name).and_then(|v| v.to_str().ok());
    // What is packed on its way has another length when it arrives.
    let length = header("content-length").filter(|_| header("content-encoding").is_none()).and_then(|v| v.parse().ok());
    Ok((answer.into_body().into_with_config().limit(u64::MAX).reader(), length))
}

/// What went wrong, in words that tell whose fault it is.
fn words(error: &ureq::Error) -> String {
    match error {
        ureq::Error::StatusCode(404 | 410) => "the server has no such page".into(),
        ureq::Error::StatusCode(401 | 403) => {
            "the server does not let us read it; save the page and read the file".into()
        }
        ureq::Error::StatusCode(code) => format!("the server answered with status {code}"),
        ureq::Error::HostNotFound => "no such host, or no network".into(),
        ureq::Error::Timeout(_) => "the server took too long".into(),
        other => other.to_string(),
    }
}
