//! One document a line: `{"id": "...", "text": "...", "title": ..., "url": ..., "publisher": ..., "published": ...,
//! "language": ..., "translated_from": ...}`. Only `id` and `text` are required; other keys are ignored.

use dateline::document::{Basis, Document, Published, content_id, language, translated_from};
use jiff::civil::Date;
use serde::Deserialize;

use crate::error::{Error, Origin, Problem};

/// A line, in the contract's words.
#[derive(Deserialize)]
struct Line {
    id: Id,
    text: String,
    title: Option<String>,
    url: Option<String>,
    publisher: Option<String>,
    published: Option<String>,
    language: Option<String>,
    translated_from: Option<String>,
}

/// An id as corpora write it: mostly words, sometimes a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Word(String),
    Number(i64),
}

/// The id alone, for the message when the rest of a line is wrong.
#[derive(Deserialize)]
struct OnlyId {
    id: Id,
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        match id {
            Id::Word(word) => word,
            Id::Number(number) => number.to_string(),
        }
    }
}

/// The document of one line. Its id is the hash of its text: what else a line carries does not make it another document.
pub(crate) fn document(line: &[u8], origin: Origin) -> Result<Document, Error> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let wrong = |message: String| Error {
        origin: origin.clone(),
        source_id: serde_json::from_slice(line).ok().map(|only: OnlyId| only.id.into()),
        problem: Problem::Line(message),
    };
    let parsed: Line = serde_json::from_slice(line).map_err(|e| wrong(json_message(&e)))?;
    let published = parsed.published.filter(|day| !day.trim().is_empty());
    let published = published
        .map(|day| {
            let date =
                date_of(&day).ok_or_else(|| wrong(format!(r#""published" is {day:?}, not a date like 2026-04-25"#)))?;
            Ok(Published { date, basis: Basis::Given })
        })
        .transpose()?;
    Ok(Document {
        id: content_id(parsed.text.as_bytes()),
        source_id: Some(parsed.id.into()),
        path: origin.path,
        url: parsed.url,
        title: parsed.title,
        publisher: parsed.publisher,
        published,
        language: parsed.language.as_deref().and_then(language),
        translated_from: translated_from(parsed.translated_from.as_deref(), parsed.language.as_deref()),
        text: parsed.text,
        ..Document::default()
    })
}

/// The document of one row of a table.
#[cfg(feature = "rows")]
pub(crate) fn row(row: &[u8], origin: Origin) -> Result<Document, Error> {
    let row: crate::rows::Row = serde_json::from_slice(row).map_err(|e| Problem::Line(e.to_string()).at(&origin))?;
    Ok(Document {
        id: content_id(row.text.as_bytes()),
        source_id: row.id,
        path: origin.path,
        url: row.url,
        title: row.title,
        publisher: row.publisher,
        published: row.published.map(|date| Published { date, basis: Basis::Given }),
        language: row.language.as_deref().and_then(language),
        translated_from: translated_from(row.translated_from.as_deref(), row.language.as_deref()),
        notes: row.notes,
        text: row.text,
        ..Document::default()
    })
}

/// A day written as ISO 8601, with or without a time after it.
pub(crate) fn date_of(words: &str) -> Option<Date> {
    words.trim().get(..10)?.parse().ok()
}

/// What serde_json says, without its line, which is always 1 here.
fn json_message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rsplit_once(" at line ") {
        Some((what, _)) if error.column() > 0 => format!("{what} at column {}", error.column()),
        _ => message,
    }
}
