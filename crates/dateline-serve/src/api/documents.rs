//! Reports: lists of them, and each with its words and its reading.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::{Extension, Json};
use dateline::Reading;
use dateline_record::{Moment, Record, Stored};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Who;
use crate::api::incidents::IncidentName;
use crate::api::{Page, Params};
use crate::app::App;
use crate::graphic::{self, Stretch};
use crate::problem::{ErrorBody, Problem};
use crate::query::Query;
use crate::redact;
use crate::view::{Face, View, document_title};

/// What a report is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct DocumentInfo {
    /// Its id in the record.
    pub(crate) id: String,
    /// Its source's id of it.
    pub(crate) source_id: Option<String>,
    /// Its headline, or its first line.
    pub(crate) title: Option<String>,
    /// The outlet.
    pub(crate) publisher: Option<String>,
    #[schema(format = Date)]
    pub(crate) published: Option<String>,
    pub(crate) url: Option<String>,
}

impl DocumentInfo {
    /// Of the document at a position.
    pub(crate) fn at(view: &View, at: usize, face: Face) -> Self {
        let document = &view.documents[at];
        let about = document.about(face);
        Self {
            id: document.id.to_string(),
            // Sources make ids of what they like, names among it.
            source_id: document.source_id.as_deref().filter(|_| face == Face::Open).map(Into::into),
            title: about.title.as_deref().map(Into::into),
            publisher: about.publisher.as_deref().map(Into::into),
            published: document.published.map(|day| day.to_string()),
            url: about.url.as_deref().map(Into::into),
        }
    }

    /// Of a document, as its words are seen.
    pub(crate) fn of(view: &View, stored: &Stored, face: Face) -> Self {
        view.document(&stored.id).map_or_else(|| Self::unseen(stored), |at| Self::at(view, at, face))
    }

    /// Of a document that came after the last merger.
    fn unseen(stored: &Stored) -> Self {
        let about = &stored.reading.document;
        Self {
            id: stored.id.clone(),
            source_id: stored.document.source_id.clone(),
            title: document_title(stored),
            publisher: about.publisher.clone(),
            published: about.published.as_ref().map(|p| p.date.to_string()),
            url: stored.document.url.clone(),
        }
    }
}

/// A document as somebody may see it.
pub(crate) fn seen(stored: Stored, face: Face, app: &App) -> Stored {
    match face {
        Face::Open => stored,
        Face::Shielded => redact::report(&stored, app.reader.lexicon()),
    }
}

/// Documents that are opened one after the other, for lists that need their words.
pub(crate) struct Opened<'a> {
    app: &'a App,
    record: &'a Record,
    view: &'a View,
    face: Face,
    last: Option<(usize, Stored)>,
}

impl<'a> Opened<'a> {
    pub(crate) fn new(app: &'a App, record: &'a Record, view: &'a View, face: Face) -> Self {
        Self { app, record, view, face, last: None }
    }

    /// The document at a position, as somebody may see it.
    pub(crate) fn get(&mut self, at: usize) -> Result<&Stored, Problem> {
        let stored = match self.last.take() {
            Some((position, stored)) if position == at => stored,
            _ => seen(self.record.document(self.view.documents[at].handle)?, self.face, self.app),
        };
        Ok(&self.last.insert((at, stored)).1)
    }
}

/// Some documents.
#[derive(Serialize, ToSchema)]
pub(crate) struct DocumentList {
    /// How many there are in all.
    total: usize,
    /// What to ask for with `after` to get the rest; null where there is none.
    next: Option<String>,
    items: Vec<DocumentInfo>,
}

/// One document with its words and its reading.
#[derive(Serialize, ToSchema)]
pub(crate) struct DocumentDetail {
    #[serde(flatten)]
    info: DocumentInfo,
    /// Its words; all spans of the reading count its characters.
    text: String,
    /// In the form of `dateline schema`.
    #[schema(value_type = crate::openapi::Reading)]
    reading: Reading,
    /// Where its words show violence done to bodies.
    graphic: Vec<Stretch>,
    /// The incidents that it tells of.
    incidents: Vec<IncidentName>,
}

/// The reports of the incidents that are meant, the newest first; without a choice all that were merged.
#[utoipa::path(get, path = "/documents", params(Query, Page),
    responses((status = 200, body = DocumentList), (status = 400, body = ErrorBody)))]
pub(crate) async fn documents(
    State(app): State<Arc<App>>,
    Extension(who): Extension<Who>,
    Params(query): Params<Query>,
    Params(page): Params<Page>,
) -> Result<Json<DocumentList>, Problem> {
    app.work(move |app, record| {
        let view = app.view_at(query.as_of.as_deref(), record)?;
        let face = who.role.face();
        let found = query.filter(&view, face, record)?.documents();
        let part = page.part(found, 100)?;
        let items = part.items.into_iter().map(|at| DocumentInfo::at(&view, at, face)).collect();
        Ok(Json(DocumentList { total: part.total, next: part.next, items }))
    })
    .await
}

/// One document with its words and its reading.
#[utoipa::path(get, path = "/documents/{id}", params(("id" = String, Path, description = "Its whole id.")),
    responses((status = 200, body = DocumentDetail), (status = 404, body = ErrorBody),
        (status = 410, description = "It was taken down: when, by whom and why.", body = ErrorBody)))]
pub(crate) async fn document(
    State(app): State<Arc<App>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
) -> Result<Json<DocumentDetail>, Problem> {
    app.work(move |app, record| {
        if let Some(stone) = record.tombstones()?.into_iter().find(|stone| stone.document == id) {
            return Err(Problem::gone(format!("this report was taken down on {}: {}", &stone.at[..10], stone.why)));
        }
        let view = app.view();
        // As the incidents show it; what came since the last merger as it is.
        let at = view.document(&id);
        let handle = match at {
            Some(at) => Some(view.documents[at].handle),
            None => record.find(&id, Moment::NOW)?,
        };
        let handle = handle.ok_or_else(|| Problem::missing(format!("no document has the id {id:?}")))?;
        let face = who.role.face();
        let stored = seen(record.document(handle)?, face, app);
        let info = at.map_or_else(|| DocumentInfo::unseen(&stored), |at| DocumentInfo::at(&view, at, face));
        let incidents = at.map(|at| view.of_document(at)).unwrap_or_default();
        let incidents = incidents.into_iter().map(|at| IncidentName::new(&view, at, face)).collect();
        let graphic = graphic::stretches(&stored.document.text, app.reader.lexicon());
        Ok(Json(DocumentDetail { info, text: stored.document.text, reading: stored.reading, graphic, incidents }))
    })
    .await
}
