//! What goes wrong, as a page and a person can use it.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// An error that a request is answered with.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    body: ErrorBody,
}

/// What is wrong, and what to do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorBody {
    /// In words.
    error: String,
    /// Whether logging in would help.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    login: bool,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, error: impl Into<String>) -> Self {
        Self { status, body: ErrorBody { error: error.into(), login: false } }
    }

    /// The request makes no sense.
    pub(crate) fn bad(error: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, error)
    }

    /// There is no such thing.
    pub(crate) fn missing(error: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, error)
    }

    /// It was there, and was taken down.
    pub(crate) fn gone(error: impl Into<String>) -> Self {
        Self::new(StatusCode::GONE, error)
    }

    /// Whoever asks may not.
    pub(crate) fn forbidden(error: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, error)
    }

    /// Nobody is logged in.
    pub(crate) fn login(error: impl Into<String>) -> Self {
        let mut problem = Self::new(StatusCode::UNAUTHORIZED, error);
        problem.body.login = true;
        problem
    }

    /// Too much is asked for at a time.
    pub(crate) fn busy(error: impl Into<String>) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}

impl From<dateline_record::Error> for Problem {
    fn from(error: dateline_record::Error) -> Self {
        use dateline_record::Error::{Ambiguous, Busy, Decision, NoSuchId};
        let status = match &error {
            NoSuchId(_) => StatusCode::NOT_FOUND,
            Ambiguous { .. } | Decision(_) => StatusCode::BAD_REQUEST,
            Busy => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::new(status, error.to_string())
    }
}

/// The program itself is at fault; its log has said where.
pub(crate) fn broken() -> Problem {
    let words = "the server broke off at this request; its output says where: please report it";
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, words)
}
