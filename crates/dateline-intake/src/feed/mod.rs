//! Feeds: RSS, Atom and JSON Feed, and the articles that they name.

mod crawl;
mod memory;
mod opml;
mod parse;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

pub(crate) use crawl::Crawl;
pub use memory::{Memory, Visit};
pub use opml::opml;

/// A feed that is asked again and again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its address.
    pub url: String,
    /// The outlet's name, where it is to be another than the one that feed and pages give.
    pub publisher: Option<String>,
    /// Where its articles are read.
    pub articles: Option<Articles>,
}

/// Where the articles of a feed are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Articles {
    /// In the feed where it carries them whole, else on their pages.
    #[default]
    Auto,
    /// In the feed, whatever it carries of them: no page is fetched.
    Feed,
    /// On their pages.
    Page,
}

/// How feeds are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where articles are read, where a feed has no word of its own on it.
    pub articles: Articles,
    /// The pause between two pages of one host; a robots.txt may ask for a longer one.
    pub delay: Duration,
    /// What is known from earlier visits; without it, everything is new.
    pub memory: Option<Arc<Memory>>,
    /// Set, it makes the intake end soon.
    pub stop: Option<Arc<AtomicBool>>,
}

impl Default for Options {
    fn default() -> Self {
        Self { articles: Articles::Auto, delay: Duration::from_secs(1), memory: None, stop: None }
    }
}

/// Whether bytes begin as a feed does.
pub(crate) fn is_feed(head: &[u8]) -> bool {
    let head = &head[..head.len().min(2048)];
    let has = |words: &str| memchr::memmem::find(head, words.as_bytes()).is_some();
    match head.first() {
        Some(b'<') => !has("<html") && !has("<!doctype") && (has("<rss") || has("<feed") || has("<rdf:RDF")),
        Some(b'{') => has("://jsonfeed.org/version"),
        _ => false,
    }
}
