//! What goes in: one document and what is known about it from outside.

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::country::Country;

/// One report, with the metadata that came with it. Made by the intake, or by hand:
///
/// ```
/// let document = dateline::Document::new("Gunmen attacked a village on Monday.");
/// assert!(document.id.starts_with("sha256:"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// `sha256:` and the hex digest of the original bytes, so one document is one id wherever it is read.
    pub id: String,
    /// The caller's own id.
    pub source_id: Option<String>,
    /// The file that it came from.
    pub path: Option<String>,
    /// The address that it came from.
    pub url: Option<String>,
    /// The headline, where it is known apart from the text.
    pub title: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// The day of publication, where it is known from outside the text.
    pub published: Option<Published>,
    /// ISO 639-1, where it is known from outside the text.
    pub language: Option<String>,
    /// The country that the report is about or comes from, where it is known from outside the text. What the text names
    /// counts more.
    pub country: Option<Country>,
    /// What had to be guessed or left out to get at the text, in words.
    pub notes: Vec<String>,
    /// The words. Every span of the reading points into them.
    pub text: String,
}

/// A publication date that came with the document, not out of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// The day.
    pub date: Date,
    /// Who says so.
    pub basis: Basis,
}

/// Where a publication date came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The caller gave it.
    Given,
    /// The page's or feed's metadata carry it.
    Metadata,
}

impl Document {
    /// A document of `text` alone; its id is the hash of the text's UTF-8 bytes.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { id: content_id(text.as_bytes()), text, ..Self::default() }
    }
}

/// `sha256:` and the hex digest of some bytes: the id of a document.
pub fn content_id(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut id = String::from("sha256:");
    for byte in Sha256::digest(bytes) {
        write!(id, "{byte:02x}").expect("writing to a string");
    }
    id
}
