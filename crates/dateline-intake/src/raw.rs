//! One document as it came, before it is text.

use dateline::document::{Basis, Document, Published, content_id};
use encoding_rs::Encoding;
use jiff::civil::Date;

use crate::error::{Error, Origin};
use crate::input::Format;
#[cfg(feature = "feeds")]
use crate::mail;
use crate::{html, jsonl, text};

/// The bytes of one document and where they came from.
#[derive(Debug)]
pub struct Raw {
    pub(crate) origin: Origin,
    pub(crate) form: Form,
    pub(crate) bytes: Vec<u8>,
    /// The encoding that a server named.
    pub(crate) encoding: Option<&'static Encoding>,
    /// The publication date that the caller gave for all inputs.
    pub(crate) published: Option<Date>,
    /// What the feed, list or message that it came in says of it.
    pub(crate) about: About,
    /// What is to be remembered of the visit that brought it, once it is safely kept.
    #[cfg(feature = "feeds")]
    pub(crate) visit: Option<crate::feed::Visit>,
}

/// What is known of a document from what it came in; what the document says of itself goes before it, but for the outlet's name,
/// which a person may have given.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    pub(crate) id: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) publisher: Option<String>,
    /// The outlet's name as a person gave it.
    pub(crate) outlet: Option<String>,
    pub(crate) published: Option<Date>,
    pub(crate) language: Option<String>,
    /// Whether the day is only that on which an archive took the page.
    #[cfg(feature = "feeds")]
    pub(crate) by_capture: bool,
}

/// What the bytes of a [`Raw`] hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    Html,
    JsonLine,
    /// A row of a table, as an object of JSON.
    #[cfg(feature = "rows")]
    Row,
    /// A piece of a page that is known to be the article.
    #[cfg(feature = "feeds")]
    Article,
    /// A message.
    #[cfg(feature = "feeds")]
    Mail,
}

impl Raw {
    /// Where the document came from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The bytes as they came, unpacked where they were compressed; of a line of JSON, the line, and of a row of a
    /// table, the row as such a line.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The form of the bytes; never [`Format::Auto`].
    pub fn format(&self) -> Format {
        match self.form {
            Form::Text => Format::Text,
            Form::Html => Format::Html,
            Form::JsonLine => Format::Jsonl,
            #[cfg(feature = "rows")]
            Form::Row => Format::Jsonl,
            #[cfg(feature = "feeds")]
            Form::Article => Format::Html,
            #[cfg(feature = "feeds")]
            Form::Mail => Format::Mail,
        }
    }

    /// What is to be remembered of the visit that brought it, once it is safely kept.
    #[cfg(feature = "feeds")]
    pub fn take_visit(&mut self) -> Option<crate::feed::Visit> {
        self.visit.take()
    }

    /// Bytes of which nothing is known but where they came from.
    pub(crate) fn new(origin: Origin, form: Form, bytes: Vec<u8>) -> Self {
        Self {
            origin,
            form,
            bytes,
            encoding: None,
            published: None,
            about: About::default(),
            #[cfg(feature = "feeds")]
            visit: None,
        }
    }

    /// Makes text of the bytes. A date that the caller gave goes before a page's own, but not before that of a JSON
    /// line, which the caller gave too, and for this document alone.
    ///
    /// # Errors
    /// The bytes are no text, or no document in the form that they should have.
    pub fn document(self) -> Result<Document, Error> {
        let given = self.published.map(|date| Published { date, basis: Basis::Given });
        let mut document = match self.form {
            Form::JsonLine => jsonl::document(&self.bytes, self.origin)?,
            #[cfg(feature = "rows")]
            Form::Row => jsonl::row(&self.bytes, self.origin)?,
            Form::Text => {
                let decoded = text::decode(&self.bytes, self.encoding).map_err(|problem| problem.at(&self.origin))?;
                Document { text: decoded.text, notes: decoded.notes, ..from(&self.bytes, self.origin) }
            }
            Form::Html => {
                let declared = self.encoding.or_else(|| html::declared_encoding(&self.bytes));
                let decoded = text::decode(&self.bytes, declared).map_err(|problem| problem.at(&self.origin))?;
                page(html::read(&decoded.text), decoded.notes, from(&self.bytes, self.origin), given)
            }
            #[cfg(feature = "feeds")]
            Form::Article => {
                let decoded = text::decode(&self.bytes, self.encoding).map_err(|problem| problem.at(&self.origin))?;
                let text = html::fragment(&decoded.text);
                Document { text, notes: decoded.notes, ..from(&self.bytes, self.origin) }
            }
            #[cfg(feature = "feeds")]
            Form::Mail => {
                let document = from(&self.bytes, self.origin.clone());
                let message = mail::document(&self.bytes, document).map_err(|problem| problem.at(&self.origin))?;
                Document { published: given.or(message.published), ..message }
            }
        };
        #[cfg(feature = "feeds")]
        if self.about.by_capture && document.published.or(given).is_none() {
            document.notes.push("dated by the day on which it was archived".into());
        }
        if document.text.trim().is_empty() && document.notes.is_empty() {
            document.notes.push("the document is empty".into());
        }
        let About { id, title, publisher, outlet, published, language, .. } = self.about;
        let told = published.map(|date| Published { date, basis: Basis::Metadata });
        document.published = document.published.or(given).or(told);
        document.source_id = document.source_id.or(id);
        document.title = document.title.or(title);
        document.publisher = outlet.or(document.publisher).or(publisher);
        document.language = document.language.or(language);
        Ok(document)
    }
}

/// What is known of a document before its text is.
fn from(bytes: &[u8], origin: Origin) -> Document {
    Document { id: content_id(bytes), path: origin.path, url: origin.url, ..Document::default() }
}

fn page(page: html::Page, mut notes: Vec<String>, document: Document, given: Option<Published>) -> Document {
    if page.text.trim().is_empty() {
        notes.push("no main text was found on this page".into());
    }
    let published = page.published.map(|date| Published { date, basis: Basis::Metadata });
    Document {
        url: document.url.or(page.url),
        title: page.title,
        publisher: page.publisher,
        published: given.or(published),
        text: page.text,
        notes,
        ..document
    }
}
