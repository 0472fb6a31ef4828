//! What was known of a document from outside its text.

use dateline::country::Country;
use dateline::document::{Basis, Document, Published};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The column `given`: with `content`, `source_id`, `path`, `url`, `title`, `publisher` and `text` it makes the document again,
/// as it was when it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    translated_from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Day {
    date: Date,
    basis: From,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum From {
    Given,
    Metadata,
}

impl Given {
    /// What is known of `document`.
    pub fn of(document: &Document) -> Self {
        let from = |basis| match basis {
            Basis::Given => From::Given,
            Basis::Metadata => From::Metadata,
        };
        Self {
            published: document.published.map(|day| Day { date: day.date, basis: from(day.basis) }),
            language: document.language.clone(),
            translated_from: document.translated_from.clone(),
            country: document.country.map(|country| country.to_string()),
            notes: document.notes.clone(),
        }
    }

    /// Puts it into a document.
    pub fn fill(self, document: &mut Document) {
        let basis = |from| match from {
            From::Given => Basis::Given,
            From::Metadata => Basis::Metadata,
        };
        document.published = self.published.map(|day| Published { date: day.date, basis: basis(day.basis) });
        document.language = self.language;
        document.translated_from = self.translated_from;
        document.country = self.country.as_deref().and_then(Country::parse);
        document.notes = self.notes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_comes_back() {
        let document = Document {
            published: Some(Published { date: "2026-04-25".parse().unwrap(), basis: Basis::Metadata }),
            language: Some("en".into()),
            translated_from: Some("fr".into()),
            country: Country::parse("MLI"),
            notes: vec!["a note".into()],
            ..Document::new("Some words.")
        };
        let json = serde_json::to_string(&Given::of(&document)).unwrap();
        let mut again = Document::new("Some words.");
        serde_json::from_str::<Given>(&json).unwrap().fill(&mut again);
        assert_eq!(format!("{again:?}"), format!("{document:?}"));
        assert_eq!(serde_json::to_string(&Given::default()).unwrap(), "{}");
    }
}
