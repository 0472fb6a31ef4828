//! Reading a text that is pasted in.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use dateline::{Basis, Document, Published, Reading};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::Body;
use crate::app::App;
use crate::graphic::{self, Stretch};
use crate::guard::From;
use crate::problem::{ErrorBody, Problem, broken};
use crate::query::day;

/// A text to be read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewText {
    #[schema(max_length = 200_000)]
    text: String,
    /// Its headline, where that does not stand in the text.
    #[serde(default)]
    title: Option<String>,
    /// The day it was published, where that is known.
    #[serde(default)]
    #[schema(format = Date)]
    published: Option<String>,
}

/// A text and its reading.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReadText {
    /// All spans of the reading count its characters.
    text: String,
    /// In the form of `dateline schema`.
    #[schema(value_type = crate::openapi::Reading)]
    reading: Reading,
    /// Where its words show violence done to bodies.
    graphic: Vec<Stretch>,
}

/// The most characters that are read at once.
const LONGEST: usize = 200_000;

/// Reads a text. Nothing of it is kept.
#[utoipa::path(post, path = "/read", request_body = NewText,
    params(("X-Dateline" = String, Header, description = "Always 1."),
        ("X-CSRF-Token" = Option<String>, Header, description = "What `/record` gives, where there are users.")),
    responses((status = 200, body = ReadText), (status = 400, body = ErrorBody), (status = 413, body = ErrorBody),
        (status = 429, body = ErrorBody)))]
pub(crate) async fn read(
    State(app): State<Arc<App>>,
    Extension(From(from)): Extension<From>,
    Body(new): Body<NewText>,
) -> Result<Json<ReadText>, Problem> {
    if !app.reads.allows(from.ip(), 1) {
        return Err(Problem::busy("many texts were read for you just now: wait a minute"));
    }
    let length = new.text.chars().count();
    if length > LONGEST {
        let words = format!("the text has {length} characters; at most {LONGEST} are read here: use `dateline read`");
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, words));
    }
    let published: Option<Date> = day("published", new.published.as_deref())?;
    let document = Document {
        title: new.title.filter(|title| !title.trim().is_empty()),
        published: published.map(|date| Published { date, basis: Basis::Given }),
        ..Document::new(new.text)
    };
    let turn = app.reading.clone().acquire_owned().await.map_err(|_| broken())?;
    let done = tokio::task::spawn_blocking(move || {
        let reading = app.reader.read(&document);
        drop(turn);
        let graphic = graphic::stretches(&document.text, app.reader.lexicon());
        ReadText { text: document.text, reading, graphic }
    });
    done.await.map(Json).map_err(|_| broken())
}
