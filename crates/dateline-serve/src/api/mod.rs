//! The API under `/api/v1`: one module a part of it. Each answer's type is the schema in the API's own description.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::problem::Problem;
use crate::view::{Face, View};

pub(crate) mod appeals;
pub(crate) mod changes;
pub(crate) mod claims;
pub(crate) mod documents;
pub(crate) mod export;
pub(crate) mod facets;
pub(crate) mod graph;
pub(crate) mod incident;
pub(crate) mod incidents;
pub(crate) mod login;
pub(crate) mod map;
pub(crate) mod outlook;
pub(crate) mod read;
pub(crate) mod record;
pub(crate) mod review;
pub(crate) mod timeline;

/// The API's description, but for its paths.
#[derive(OpenApi)]
#[openapi(
    info(title = "Dateline", description = "The record of what happened and who says so, as a server on this machine gives it."),
    servers((url = "/api/v1")),
    // What only parameters name is not found by itself.
    components(schemas(crate::view::Sort, timeline::By, export::FileFormat, export::Rounded)),
)]
struct Description;

/// All of the API, and its description.
pub(crate) fn router() -> (axum::Router<Arc<App>>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(record::record))
        .routes(routes!(incidents::incidents))
        .routes(routes!(incident::incident))
        .routes(routes!(facets::facets))
        .routes(routes!(map::map))
        .routes(routes!(timeline::timeline))
        .routes(routes!(documents::documents))
        .routes(routes!(documents::document))
        .routes(routes!(graph::graph))
        .routes(routes!(claims::claims))
        .routes(routes!(claims::disputes))
        .routes(routes!(outlook::outlook))
        .routes(routes!(review::review))
        .routes(routes!(review::decide))
        .routes(routes!(appeals::appeals))
        .routes(routes!(read::read))
        .routes(routes!(export::export))
        .routes(routes!(export::extent))
        .routes(routes!(changes::changes))
        .split_for_parts()
}

/// What is answered to anybody.
pub(crate) fn open(mut description: utoipa::openapi::OpenApi) -> axum::Router<Arc<App>> {
    let (router, login) =
        OpenApiRouter::new().routes(routes!(login::login)).routes(routes!(login::logout)).split_for_parts();
    description.merge(login);
    let description = crate::openapi::description(&description);
    router.route("/openapi.json", axum::routing::get(async move || Json(description)))
}

/// An answer that a view remembers, in JSON.
pub(crate) struct Kept(Arc<str>);

impl Kept {
    /// The answer to an address, made where it is not remembered.
    pub(crate) fn new<T: serde::Serialize>(
        view: &View,
        face: Face,
        asked: &Uri,
        make: impl FnOnce() -> Result<T, Problem>,
    ) -> Result<Self, Problem> {
        let json = || serde_json::to_string(&make()?).map_err(|_| crate::problem::broken());
        view.answer(face, &asked.to_string(), json).map(Self)
    }
}

impl IntoResponse for Kept {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, "application/json")], self.0.as_bytes().to_vec()).into_response()
    }
}

/// What a request brings, where something wrong is an error in words.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(Problem::new(rejection.status(), format!("the request: {}", rejection.body_text()))),
        }
    }
}

/// Parameters of a query, where a wrong one is an error in words.
pub(crate) struct Params<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        if query.len() > 8192 {
            return Err(Problem::bad("the query is too long: choose fewer values"));
        }
        // Forms send fields that were left empty: they choose nothing.
        let chosen = query.split('&').filter(|part| part.split_once('=').is_none_or(|(_, value)| !value.is_empty()));
        let parsed = serde_html_form::from_str(&chosen.collect::<Vec<_>>().join("&"));
        parsed.map(Self).map_err(|error| Problem::bad(format!("the query cannot be read: {error}")))
    }
}

/// Which part of a list.
#[derive(Clone, Debug, Default, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Page {
    /// How many, 1000 at the most.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
    /// What `next` of the part before gave.
    after: Option<String>,
}

impl Page {
    pub(crate) const MOST: usize = 1000;

    pub(crate) fn limit(&self, usual: usize) -> Result<usize, Problem> {
        match self.limit.unwrap_or(usual) {
            limit @ 1..=Self::MOST => Ok(limit),
            limit => Err(Problem::bad(format!("limit is {limit}; expected 1 to {}", Self::MOST))),
        }
    }

    /// Some of a list, and what to ask for to get the rest: the position of the first that was not given.
    pub(crate) fn part<T>(&self, all: Vec<T>, usual: usize) -> Result<Part<T>, Problem> {
        let limit = self.limit(usual)?;
        let start: usize = self.after.as_deref().map_or(Ok(0), str::parse).map_err(|_| self.wrong())?;
        let total = all.len();
        let items: Vec<T> = all.into_iter().skip(start).take(limit).collect();
        let end = start.saturating_add(items.len());
        Ok(Part { total, next: (end < total && !items.is_empty()).then(|| end.to_string()), items })
    }

    pub(crate) fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    pub(crate) fn wrong(&self) -> Problem {
        let after = self.after.as_deref().unwrap_or_default();
        let words = format!("after is {after:?}, which no list of now gave: begin again without it");
        Problem::new(StatusCode::CONFLICT, words)
    }
}

/// Some of a list.
pub(crate) struct Part<T> {
    pub(crate) total: usize,
    pub(crate) next: Option<String>,
    pub(crate) items: Vec<T>,
}
