//! What a feed says: its outlet, and its entries.

use dateline::document::content_id;
use feed_rs::model::{self, Text};
use feed_rs::parser;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::error::Problem;
use crate::html;
use crate::list::Listed;

/// A feed.
#[derive(Debug)]
pub(crate) struct Feed {
    pub(crate) title: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) entries: Vec<Entry>,
}

/// One of its entries.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The page of the article.
    pub(crate) url: Option<String>,
    /// The feed's own id of it.
    pub(crate) id: String,
    pub(crate) title: Option<String>,
    pub(crate) published: Option<Date>,
    /// The outlet, where it is another than the feed's.
    pub(crate) publisher: Option<String>,
    /// What the feed carries of the article, as HTML.
    pub(crate) content: String,
    /// Whether that seems to be all of it.
    pub(crate) is_whole: bool,
    /// A hash of what the feed says of it.
    pub(crate) stamp: String,
}

/// The letters from which on what a feed carries is taken for an article, and not for a teaser.
const WHOLE: usize = 800;

/// Reads a feed. Addresses in it may be relative to its own.
pub(crate) fn feed(bytes: &[u8], url: Option<&str>) -> Result<Feed, Problem> {
    let parser = parser::Builder::new().sanitize_content(false).base_uri(url).build();
    let feed = parser.parse(bytes).map_err(|error| Problem::Feed(error.to_string()))?;
    Ok(Feed {
        title: feed.title.as_ref().and_then(plain),
        language: feed.language.as_deref().and_then(dateline::document::language),
        entries: feed.entries.into_iter().map(entry).collect(),
    })
}

fn entry(entry: model::Entry) -> Entry {
    let title = entry.title.as_ref().and_then(plain);
    // The summary of RSS is the article for some outlets, and its first sentence for most.
    let summary = entry.summary.map(|summary| markup(&summary)).unwrap_or_default();
    let content = entry.content.and_then(|content| content.body).filter(|body| !body.trim().is_empty());
    let carries_content = content.is_some();
    let content = content.filter(|content| content.len() >= summary.len()).unwrap_or(summary);
    let published = entry.published.map(|at| at.timestamp_millis());
    let updated = entry.updated.map(|at| at.timestamp_millis());
    let stamp = format!("{title:?} {updated:?} {content}");
    Entry {
        url: address(&entry.links),
        title,
        published: published.or(updated).and_then(day),
        is_whole: carries_content && is_whole(&content),
        stamp: content_id(stamp.as_bytes())[7..39].to_owned(),
        id: entry.id,
        publisher: None,
        content,
    }
}

impl From<Listed> for Entry {
    fn from(listed: Listed) -> Self {
        let Listed { url, title, publisher, date } = listed;
        Self {
            id: url.clone(),
            url: Some(url),
            title,
            published: date,
            publisher,
            content: String::new(),
            is_whole: false,
            stamp: String::new(),
        }
    }
}

/// The page that an entry is about; enclosures and comments are none.
fn address(links: &[model::Link]) -> Option<String> {
    let is_page = |link: &&model::Link| matches!(link.rel.as_deref(), None | Some("alternate"));
    let web = |link: &&model::Link| link.href.starts_with("http://") || link.href.starts_with("https://");
    links.iter().filter(is_page).find(web).map(|link| link.href.trim().to_owned())
}

/// Words without markup, on one line.
fn plain(text: &Text) -> Option<String> {
    let words = if text.content.contains(['<', '&']) { html::fragment(&text.content) } else { text.content.clone() };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

/// Words as HTML.
fn markup(text: &Text) -> String {
    if text.content_type.subty() == "plain" && !text.content.contains('<') {
        return text.content.replace("\n\n", "<p>");
    }
    text.content.clone()
}

fn is_whole(content: &str) -> bool {
    let text = html::fragment(content);
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ']' | ')' | '»' | '>'));
    text.chars().count() >= WHOLE && !end.ends_with('…') && !end.ends_with("...") && !end.ends_with("Read more")
}

/// The day of an instant, in UTC: feeds tell when, and not by whose calendar.
fn day(millis: i64) -> Option<Date> {
    let at = Timestamp::from_millisecond(millis).ok()?;
    Some(at.to_zoned(TimeZone::UTC).date())
}
