//! What is known of a document beside its words, and what makes it the same document when it comes again.

use dateline::country::Country;
use dateline::document::{Basis, Document, Published};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::pack::{Hash, hash, hex};

/// In what form a document came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A plain text.
    Text,
    /// A web page.
    Html,
    /// A line of JSON.
    JsonLine,
    /// A message.
    Mail,
}

impl Form {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::JsonLine => "jsonl",
            Self::Mail => "mail",
        }
    }
}

/// A document's metadata as the record holds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct About {
    id: String,
    source_id: Option<String>,
    path: Option<String>,
    url: Option<String>,
    title: Option<String>,
    publisher: Option<String>,
    published: Option<(Date, From)>,
    language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    translated_from: Option<String>,
    country: Option<String>,
    notes: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum From {
    Given,
    Metadata,
}

impl About {
    pub(crate) fn new(document: &Document) -> Self {
        let basis = |basis| match basis {
            Basis::Given => From::Given,
            Basis::Metadata => From::Metadata,
        };
        Self {
            id: document.id.clone(),
            source_id: document.source_id.clone(),
            path: document.path.clone(),
            url: document.url.clone(),
            title: document.title.clone(),
            publisher: document.publisher.clone(),
            published: document.published.map(|p| (p.date, basis(p.basis))),
            language: document.language.clone(),
            translated_from: document.translated_from.clone(),
            country: document.country.map(|c| c.to_string()),
            notes: document.notes.clone(),
        }
    }

    /// The document of a text, as it was when it was first read.
    pub(crate) fn document(self, text: String) -> Document {
        let basis = |from| match from {
            From::Given => Basis::Given,
            From::Metadata => Basis::Metadata,
        };
        Document {
            id: self.id,
            source_id: self.source_id,
            path: self.path,
            url: self.url,
            title: self.title,
            publisher: self.publisher,
            published: self.published.map(|(date, from)| Published { date, basis: basis(from) }),
            language: self.language,
            translated_from: self.translated_from,
            country: self.country.as_deref().and_then(Country::parse),
            notes: self.notes,
            text,
        }
    }
}

/// What tells whether a document changed: its words, and what its reading rests on beside them. Where it came from, and
/// bytes of a page that are not its text, do not make a revision.
pub(crate) fn fingerprint(document: &Document) -> Hash {
    let about = About::new(document);
    let parts = (about.title, about.publisher, about.published, about.language, about.country);
    let mut bytes = serde_json::to_vec(&parts).expect("strings and dates");
    // Documents that are no translations keep the fingerprints that they had before this was known.
    bytes.extend(about.translated_from.into_iter().flat_map(String::into_bytes));
    bytes.extend(hash(document.text.as_bytes()));
    hash(&bytes)
}

/// What makes a document the same when it comes again: its address, or else its source's id of it, or else its path;
/// where there is none of these, its bytes.
pub(crate) fn key(document: &Document) -> String {
    let path = || document.path.as_deref().filter(|path| *path != "-");
    if let Some(url) = &document.url {
        format!("url:{}", address(url))
    } else if let Some(id) = &document.source_id {
        format!("id:{id}")
    } else if let Some(path) = path() {
        format!("path:{path}")
    } else {
        document.id.clone()
    }
}

/// The id that a document has in every record.
pub fn document_id(document: &Document) -> String {
    id(&key(document))
}

/// The same, of a key.
pub(crate) fn id(key: &str) -> String {
    format!("d{}", &hex(&hash(key.as_bytes()))[..16])
}

/// The keys that a name may stand for: an address, a source's id, a path.
pub(crate) fn keys(name: &str) -> [String; 4] {
    [format!("url:{}", address(name)), format!("id:{name}"), format!("path:{name}"), name.to_owned()]
}

/// An address without what does not change the page: the case of scheme and host, the fragment, and what tells campaigns
/// apart (`utm_source` and its like).
fn address(url: &str) -> String {
    let url = url.trim();
    let url = url.split_once('#').map_or(url, |(before, _)| before);
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let host_end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, rest) = rest.split_at(host_end);
    let (path, query) = rest.split_once('?').map_or((rest, ""), |(path, query)| (path, query));
    let kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("utm_")).collect();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    let path = if path.is_empty() { "/" } else { path };
    format!("{}://{}{path}{query}", scheme.to_ascii_lowercase(), host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_page_are_one() {
        for (url, expected) in [
            ("HTTPS://News.Example/a/B?id=3&utm_source=feed#top", "https://news.example/a/B?id=3"),
            ("https://news.example?utm_medium=x", "https://news.example/"),
            ("https://news.example/a?b=1&c=2", "https://news.example/a?b=1&c=2"),
        ] {
            assert_eq!(address(url), expected);
        }
    }

    #[test]
    fn metadata_come_back() {
        let document = Document {
            source_id: Some("7".into()),
            title: Some("A title".into()),
            published: Some(Published { date: "2026-04-25".parse().unwrap(), basis: Basis::Metadata }),
            translated_from: Some("fr".into()),
            country: Country::parse("MLI"),
            notes: vec!["a note".into()],
            ..Document::new("Some words.")
        };
        let json = serde_json::to_string(&About::new(&document)).unwrap();
        let about: About = serde_json::from_str(&json).unwrap();
        assert_eq!(format!("{:?}", about.document("Some words.".into())), format!("{document:?}"));
    }

    #[test]
    fn only_what_the_reading_rests_on_makes_a_revision() {
        let document = Document { title: Some("A title".into()), ..Document::new("Some words.") };
        let same = Document { url: Some("https://news.example/".into()), id: "other bytes".into(), ..document.clone() };
        assert_eq!(fingerprint(&document), fingerprint(&same));
        for changed in [
            Document { text: "Some word.".into(), ..document.clone() },
            Document { title: None, ..document.clone() },
            Document { language: Some("en".into()), ..document.clone() },
            Document { translated_from: Some("fr".into()), ..document.clone() },
        ] {
            assert_ne!(fingerprint(&document), fingerprint(&changed));
        }
    }
}
