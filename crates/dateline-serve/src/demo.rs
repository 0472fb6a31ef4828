//! A record to look at: made of invented reports that are part of the program.

use std::path::Path;

use dateline::lexicon::merge::Profiles;
use dateline::{Basis, Document, Published, Reader};
use dateline_record::{Entry, Form, Record, Result};
use jiff::civil::Date;
use serde::Deserialize;

/// The reports, one a line.
const REPORTS: &str = include_str!("../../../examples/demo.jsonl");

#[derive(Deserialize)]
struct Line {
    id: String,
    title: String,
    publisher: String,
    published: Date,
    url: String,
    text: String,
}

/// Makes a record of the invented reports and merges them.
///
/// # Errors
/// The file cannot be written.
pub fn record(path: &Path, reader: &Reader) -> Result<()> {
    let mut record = Record::open_or_create(path)?;
    let mut batch = record.batch()?;
    for line in REPORTS.lines().filter(|line| !line.trim().is_empty()) {
        let given: Line = serde_json::from_str(line).expect("a file of the program, read by its tests");
        let document = Document {
            source_id: Some(given.id),
            title: Some(given.title),
            publisher: Some(given.publisher),
            published: Some(Published { date: given.published, basis: Basis::Given }),
            url: Some(given.url),
            ..Document::new(given.text)
        };
        let reading = reader.read(&document);
        batch.store(&Entry::new(line.as_bytes(), Form::JsonLine, document, reading))?;
    }
    batch.commit()?;
    let (name, lexicon) = (Profiles::STANDARD, reader.lexicon());
    if let Some(profile) = lexicon.merge.get(name) {
        record.merge(name, profile)?;
    }
    Ok(())
}
