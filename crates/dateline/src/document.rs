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
    /// The language that it was translated from, where that is known from outside the text: ISO 639-1, or `und` where only that it
    /// is a translation is known.
    pub translated_from: Option<String>,
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

/// The ISO 639-1 code of a language tag such as `en-GB`; none where something else than a tag is said, which leaves the program to
/// tell the language itself.
pub fn language(tag: &str) -> Option<String> {
    code(tag.split(['-', '_']).next()?)
}

/// What a text was translated from: as a field of its own says (what is no code says at least that it was), or else the tag of its
/// language. `en-t-ar` is English that was Arabic (RFC 6497), and browsers write `en-x-mtfrom-ar`.
pub fn translated_from(field: Option<&str>, tag: Option<&str>) -> Option<String> {
    let field = field.map(str::trim).filter(|field| !field.is_empty());
    field.map(|field| language(field).unwrap_or_else(|| "und".into())).or_else(|| tag.and_then(transformed))
}

fn transformed(tag: &str) -> Option<String> {
    let parts: Vec<&str> = tag.split(['-', '_']).skip(1).collect();
    let is_sign = |part: &&str| part.eq_ignore_ascii_case("t") || part.eq_ignore_ascii_case("mtfrom");
    let sign = parts.iter().position(is_sign)?;
    Some(parts.get(sign + 1).and_then(|part| code(part)).unwrap_or_else(|| "und".into()))
}

fn code(word: &str) -> Option<String> {
    (word.len() == 2 && word.bytes().all(|b| b.is_ascii_alphabetic())).then(|| word.to_ascii_lowercase())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_codes() {
        for (tag, code, from) in [
            ("en", Some("en"), None),
            ("EN-gb", Some("en"), None),
            ("pt_BR", Some("pt"), None),
            ("English", None, None),
            ("", None, None),
            ("en-t-ar", Some("en"), Some("ar")),
            ("en-GB-t-zh-hans-t0-und", Some("en"), Some("zh")),
            ("en-x-mtfrom-uk", Some("en"), Some("uk")),
            ("en-t", Some("en"), Some("und")),
            ("t-ar", None, None),
        ] {
            assert_eq!((language(tag).as_deref(), translated_from(None, Some(tag)).as_deref()), (code, from), "{tag}");
        }
    }

    #[test]
    fn a_field_of_its_own_goes_first() {
        for (field, expected) in
            [(Some("FR-ca"), Some("fr")), (Some("machine"), Some("und")), (Some(" "), Some("ar")), (None, Some("ar"))]
        {
            assert_eq!(translated_from(field, Some("en-t-ar")).as_deref(), expected, "{field:?}");
        }
    }
}
