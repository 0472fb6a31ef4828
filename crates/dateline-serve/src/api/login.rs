//! Coming in and leaving.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{COOKIE, Role, SESSION};
use crate::api::Body;
use crate::app::App;
use crate::guard::From;
use crate::problem::{ErrorBody, Problem, broken};

/// Who wants to come in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Login {
    /// Where the server has a token and no users, any name: decisions carry it.
    #[schema(max_length = 64, pattern = r"\S")]
    name: String,
    /// The password, or the token.
    #[schema(max_length = 1024)]
    password: String,
}

/// Who came in.
#[derive(Serialize, ToSchema)]
pub(crate) struct LoggedIn {
    name: String,
    role: Role,
}

/// Comes in: sets a cookie that no script can read.
#[utoipa::path(post, path = "/login", request_body = Login,
    params(("X-Dateline" = String, Header, description = "Always 1.")),
    responses((status = 200, body = LoggedIn), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 404, description = "Nobody need log in here.", body = ErrorBody), (status = 429, body = ErrorBody)))]
pub(crate) async fn login(
    State(app): State<Arc<App>>,
    Extension(From(from)): Extension<From>,
    Body(Login { name, password }): Body<Login>,
) -> Result<Response, Problem> {
    if app.access.is_local() {
        return Err(Problem::missing("nobody need log in here: the server is for this machine alone"));
    }
    if !app.logins.allows(from.ip(), 1) {
        return Err(Problem::busy("too many attempts to log in: wait a minute"));
    }
    let name = name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 64 || password.chars().count() > 1024 {
        return Err(Problem::bad("a name has 1 to 64 characters, a password up to 1024"));
    }
    // Hashing takes long on purpose: a few at a time.
    let turn = app.hashing.clone().acquire_owned().await.map_err(|_| broken())?;
    let (own, asked) = (app.clone(), name.clone());
    let role = tokio::task::spawn_blocking(move || {
        let role = own.access.role(&asked, &password);
        drop(turn);
        role
    });
    let role = role.await.map_err(|_| broken())?;
    let role = role.ok_or_else(|| Problem::login("there is no user of this name and password"))?;
    let key = app.access.begin(name.clone(), role).ok_or_else(|| Problem::busy("too many are logged in: try later"))?;
    let cookie = cookie(&key, SESSION.as_secs(), app.https);
    Ok(([(header::SET_COOKIE, cookie)], Json(LoggedIn { name, role })).into_response())
}

/// Leaves: what the browser kept is worth nothing any more.
#[utoipa::path(post, path = "/logout", params(("X-Dateline" = String, Header, description = "Always 1.")),
    responses((status = 204, description = "You are logged out.")))]
pub(crate) async fn logout(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    app.access.end(&headers);
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie("", 0, app.https))]).into_response()
}

fn cookie(key: &str, seconds: u64, https: bool) -> String {
    let secure = if https { "; Secure" } else { "" };
    format!("{COOKIE}={key}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
}
