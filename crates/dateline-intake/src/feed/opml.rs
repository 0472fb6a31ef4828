//! OPML: the lists of feeds that feed readers give out.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Source;

/// The feeds of a list, whatever folders they lie in; each address once.
///
/// # Errors
/// The text is no OPML; in words, with the line.
pub fn opml(text: &str) -> Result<Vec<Source>, String> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut sources: Vec<Source> = Vec::new();
    let (mut is_opml, mut open) = (false, 0usize);
    loop {
        let at = reader.buffer_position() as usize;
        let wrong = |what: String| format!("line {}: {what}", 1 + text[..at.min(text.len())].matches('\n').count());
        let (element, opens) = match reader.read_event().map_err(|error| wrong(error.to_string()))? {
            Event::Start(element) => (element, 1),
            Event::Empty(element) => (element, 0),
            Event::End(_) => {
                open = open.saturating_sub(1);
                continue;
            }
            Event::Eof if open > 0 => return Err(wrong("it ends before its elements do".into())),
            Event::Eof => break,
            _ => continue,
        };
        open += opens;
        is_opml |= element.name().as_ref() == "opml";
        if !is_opml {
            return Err(wrong("expected OPML: <opml version=\"2.0\">".into()));
        }
        if element.name().as_ref() == "outline"
            && let Some(url) = attribute(&element, "xmlurl")
            && !sources.iter().any(|source| source.url == url)
        {
            let title = attribute(&element, "title").or_else(|| attribute(&element, "text"));
            sources.push(Source { url, publisher: title.filter(|title| !title.is_empty()), articles: None });
        }
    }
    if is_opml { Ok(sources) } else { Err("expected OPML: <opml version=\"2.0\">".into()) }
}

/// An attribute by its name in lower case: programs write `xmlUrl` in more than one way.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|a| a.key.as_ref().eq_ignore_ascii_case(name))?;
    let value = quick_xml::escape::unescape(&found.value).ok()?.trim().to_owned();
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_found_in_all_folders() {
        let list = r#"<?xml version="1.0"?>
<opml version="2.0"><head><title>News</title></head><body>
<outline text="Sahel"><outline type="rss" text="Wire &amp; Post" xmlUrl="https://wire.example/feed?a=1&amp;b=2"/>
<outline type="rss" text="x" title="The Herald" xmlurl=" https://herald.example/rss "/></outline>
<outline text="twice" xmlUrl="https://herald.example/rss"/><outline text="no feed" htmlUrl="https://a.example/"/>
</body></opml>"#;
        let sources: Vec<_> = opml(list).unwrap().into_iter().map(|s| (s.url, s.publisher.unwrap())).collect();
        let expected =
            [("https://wire.example/feed?a=1&b=2", "Wire & Post"), ("https://herald.example/rss", "The Herald")];
        assert_eq!(sources, expected.map(|(url, name)| (url.to_owned(), name.to_owned())));
    }

    #[test]
    fn what_is_no_list_is_told() {
        for (text, words) in [
            ("<html></html>", "expected OPML"),
            ("", "expected OPML"),
            ("<opml>\n<body>\n<outline", "line 3"),
            ("<opml><body>", "it ends before"),
            ("<opml></body>", "line 1"),
        ] {
            assert!(opml(text).unwrap_err().contains(words), "{text}: {:?}", opml(text));
        }
    }
}
