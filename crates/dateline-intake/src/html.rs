//! A web page's main text, and what the page says of itself.
//!
//! The one place that knows how pages are taken apart: `dom_smoothie` (the method of Mozilla's Readability) finds the
//! main content, headline and outlet; what the page says of its day we look up in more places than it does.

use dom_smoothie::{Config, Readability, TextMode};
use encoding_rs::Encoding;
use jiff::civil::Date;

use crate::jsonl::date_of;

/// What is read off a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    /// The headline.
    pub(crate) title: Option<String>,
    /// The outlet.
    pub(crate) publisher: Option<String>,
    /// The day of publication, by the page's own clock.
    pub(crate) published: Option<Date>,
    /// The address that the page gives as its own.
    pub(crate) url: Option<String>,
    /// The main text, its paragraphs apart by blank lines; empty where none was found.
    pub(crate) text: String,
}

/// Elements beyond which a page is not an article; the method's cost grows with them.
const MOST_ELEMENTS: usize = 100_000;

/// Elements inside each other beyond which no article stands; the method walks into them with the stack.
const MOST_DEEP: usize = 500;

/// Tags never closed beyond which parsing, whose cost grows with their square, is not begun.
const MOST_UNCLOSED: usize = 10_000;

/// Reads a page. A broken page gives what can be found on it.
pub(crate) fn read(html: &str) -> Page {
    if unclosed(html) > MOST_UNCLOSED {
        return Page::default();
    }
    let config = Config { text_mode: TextMode::Formatted, max_elements_to_parse: MOST_ELEMENTS, ..Config::default() };
    let Ok(mut readability) = Readability::new(html, None, Some(config)) else {
        return Page::default();
    };
    if depth(&readability) > MOST_DEEP {
        return Page::default();
    }
    // What the page says of itself stands in parts that the search for the main content takes away.
    let published = published(&readability);
    let url = attribute(&readability, "link[rel=canonical]", "href")
        .or_else(|| attribute(&readability, "meta[property='og:url']", "content"));
    let json_ld = readability.parse_json_ld();
    let metadata = readability.get_article_metadata(json_ld);
    let text = readability.parse().map(|article| article.text_content.to_string()).unwrap_or_default();
    Page {
        title: filled(&metadata.title),
        publisher: metadata.site_name.as_deref().and_then(filled),
        published: metadata.published_time.as_deref().and_then(day).or(published),
        url: url.filter(|u| u.starts_with("http")),
        text,
    }
}

/// The text of a piece of HTML that is known to be content: all of it, its paragraphs apart by blank lines.
#[cfg(feature = "feeds")]
pub(crate) fn fragment(html: &str) -> String {
    if unclosed(html) > MOST_DEEP {
        return String::new();
    }
    let piece = dom_query::Document::fragment(html);
    piece.select("script, style, noscript, template").remove();
    piece.formatted_text().trim().to_owned()
}

/// How many tags stand open at most, roughly: a page of a thousand paragraphs may leave each unclosed, and need not.
fn unclosed(html: &str) -> usize {
    const CLOSED_BY_THE_NEXT: &[&str] = &[
        "area", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option", "p", "source", "td",
        "th", "tr", "wbr",
    ];
    let bytes = html.as_bytes();
    let (mut open, mut most) = (0usize, 0);
    for at in memchr::memchr_iter(b'<', bytes) {
        let name = &bytes[at + 1..];
        let closes = name.starts_with(b"/");
        let name = &name[usize::from(closes)..];
        let name = &name[..name.iter().take(16).take_while(|b| b.is_ascii_alphanumeric()).count()];
        if name.is_empty() || CLOSED_BY_THE_NEXT.iter().any(|n| name.eq_ignore_ascii_case(n.as_bytes())) {
            continue;
        }
        open = if closes { open.saturating_sub(1) } else { open + 1 };
        most = most.max(open);
    }
    most
}

/// How deep the page's elements stand inside each other, counted without the stack.
fn depth(page: &Readability) -> usize {
    let mut deepest = 0;
    let mut open = vec![(page.doc.root(), 1)];
    while let Some((node, depth)) = open.pop() {
        deepest = deepest.max(depth);
        open.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    deepest
}

/// The publication date from the elements that outlets write it in, the surest first.
fn published(page: &Readability) -> Option<Date> {
    const PLACES: &[(&str, &str)] = &[
        ("meta[property='article:published_time']", "content"),
        ("meta[itemprop='datePublished']", "content"),
        ("meta[property='og:published_time']", "content"),
        ("meta[name='article:published_time']", "content"),
        ("meta[name='datePublished']", "content"),
        ("meta[name='publish-date']", "content"),
        ("meta[name='publish_date']", "content"),
        ("meta[name='pubdate']", "content"),
        ("meta[name='sailthru.date']", "content"),
        ("meta[name='DC.date.issued']", "content"),
        ("meta[name='dc.date']", "content"),
        ("meta[name='date']", "content"),
        ("time[itemprop='datePublished']", "datetime"),
        ("time[pubdate]", "datetime"),
        ("article time[datetime]", "datetime"),
        ("time[datetime]", "datetime"),
    ];
    PLACES.iter().find_map(|(selector, name)| day(&attribute(page, selector, name)?))
}

fn attribute(page: &Readability, selector: &str, name: &str) -> Option<String> {
    let element = page.doc.try_select(selector)?.nodes().first().copied()?;
    filled(&element.attr(name)?)
}

/// A day as pages write it: ISO 8601 in any length, or the form of e-mail (RFC 2822).
fn day(words: &str) -> Option<Date> {
    date_of(words).or_else(|| Some(jiff::fmt::rfc2822::parse(words.trim()).ok()?.date()))
}

fn filled(words: &str) -> Option<String> {
    let words = words.trim();
    (!words.is_empty()).then(|| words.to_owned())
}

/// The encoding that a page declares within its first bytes, as `<meta charset=...>` or in `http-equiv`.
pub(crate) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset")? + "charset".len();
    charset(&head[at..])
}

/// The encoding named after the word `charset`, as in `="windows-1256"` or `=utf-8; ...`.
pub(crate) fn charset(after: &[u8]) -> Option<&'static Encoding> {
    let value = after.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|b| b"\"'; \t\r\n/>".contains(b)).unwrap_or(value.len());
    Encoding::for_label_no_replacement(&value[..end])
}
