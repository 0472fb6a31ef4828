//! One document as it came, before it is text.

use dateline::document::{Basis, Document, Published, content_id};
use jiff::civil::Date;

use crate::error::{Error, Origin, Problem};
use crate::{jsonl, text};

/// The bytes of one document and where they came from.
#[derive(Debug)]
pub struct Raw {
    pub(crate) origin: Origin,
    pub(crate) form: Form,
    pub(crate) bytes: Vec<u8>,
    /// The publication date that the caller gave for all inputs.
    pub(crate) published: Option<Date>,
}

/// What the bytes of a [`Raw`] hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    JsonLine,
}

impl Raw {
    /// Where the document came from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Decodes the bytes.
    ///
    /// # Errors
    /// The bytes are no text, or no document in the form that they should have.
    pub fn document(self) -> Result<Document, Error> {
        let given = self.published.map(|date| Published { date, basis: Basis::Given });
        let mut document = match self.form {
            Form::JsonLine => jsonl::document(&self.bytes, self.origin)?,
            Form::Text => {
                let text = text::decode(&self.bytes).map_err(|problem: Problem| problem.at(&self.origin))?;
                Document {
                    id: content_id(&self.bytes),
                    path: self.origin.path,
                    url: self.origin.url,
                    text,
                    ..Document::default()
                }
            }
        };
        document.published = document.published.or(given);
        Ok(document)
    }
}
