//! What every request passes before anybody looks at what it asks for, and what every answer carries.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::access::Who;
use crate::app::App;
use crate::problem::Problem;

/// Nothing but what this server gives is loaded, run, framed or sent to.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";
/// Answers of the API are data: nothing in them is ever run.
const DATA_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// Names by which this server may be called beside addresses, in lower case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hosts(Vec<String>);

impl Hosts {
    pub(crate) fn new(names: impl IntoIterator<Item = String>) -> Self {
        Self(names.into_iter().map(|name| name.to_ascii_lowercase()).chain(["localhost".into()]).collect())
    }

    /// Whether a request may call the server so. A page elsewhere can make a browser send requests here under a name of its
    /// own (DNS rebinding), but no name that is an address.
    fn allows(&self, host: &str) -> bool {
        let bare = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((address, _)) => address,
            None => host.rsplit_once(':').map_or(host, |(name, _)| name),
        };
        bare.parse::<IpAddr>().is_ok() || self.0.iter().any(|name| bare.eq_ignore_ascii_case(name))
    }
}

/// Refuses what no page of this server would send, and sets what every answer carries.
pub(crate) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let is_data = request.uri().path().starts_with("/api/");
    let mut response = match refusal(&app.hosts, request.method(), request.headers()) {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, if is_data { DATA_POLICY } else { PAGE_POLICY });
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    );
    response
}

fn refusal(hosts: &Hosts, method: &Method, headers: &HeaderMap) -> Option<Problem> {
    let word = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host = word(header::HOST).unwrap_or_default();
    if headers.get_all(header::HOST).iter().count() != 1 || !hosts.allows(host) {
        return Some(Problem::forbidden(format!(
            "this server does not go by the name {host:?}; call it by its address, or start it with --host NAME"
        )));
    }
    if matches!(*method, Method::GET | Method::HEAD) {
        return None;
    }
    if *method != Method::POST {
        return Some(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "only GET, HEAD and POST are answered"));
    }
    // A browser says from where a request comes; what is no browser does not, and is no danger to anybody's session.
    let origin = word(header::ORIGIN);
    let own = origin.is_none_or(|o| o.split_once("://").is_some_and(|(_, name)| name.eq_ignore_ascii_case(host)));
    let site = word(HeaderName::from_static("sec-fetch-site"));
    if !own || site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return Some(Problem::forbidden("this request comes from another page: open this server's own"));
    }
    if word(HeaderName::from_static("x-dateline")) != Some("1") {
        return Some(Problem::forbidden("requests that change something carry the header X-Dateline: 1"));
    }
    None
}

/// Lets in who may come, and tells handlers who it is.
pub(crate) async fn enter(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let Some(who) = app.access.who(request.headers()) else {
        return Problem::login("log in first: POST /api/v1/login with name and password").into_response();
    };
    if request.method() == Method::POST && !who.may_post(request.headers()) {
        let words = "the header X-CSRF-Token is missing or old: load the page again";
        return Problem::forbidden(words).into_response();
    }
    // Whoever uses this machine has all of it anyway.
    if !app.access.is_local() && !app.asks.allows(who.name.clone(), cost(request.uri().path())) {
        return Problem::busy("you asked for very much just now: wait a minute").into_response();
    }
    request.extensions_mut().insert(who);
    next.run(request).await
}

/// What a request counts for: a file looks into all reports that are meant.
fn cost(path: &str) -> u32 {
    if path.contains("/export") { 60 } else { 1 }
}

/// Answers 304 where the asker has what would be given: nothing was written since, and the same person asks the same.
pub(crate) async fn fresh(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if request.method() != Method::GET || request.uri().path().ends_with("/changes") {
        return next.run(request).await;
    }
    let who = request.extensions().get::<Who>();
    let digest = Sha256::digest(format!("{} {who:?} {}", env!("CARGO_PKG_VERSION"), request.uri()));
    let digest: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    // Weak: the same data, packed or not.
    let tag = format!("W/\"{}-{digest}\"", app.view().last.entry);
    let known = request.headers().get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let is_known = known.flat_map(|tags| tags.split(',')).any(|known| known.trim() == tag || known.trim() == "*");
    let mut response = if is_known {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        next.run(request).await
    };
    if matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED)
        && let Ok(tag) = tag.parse()
    {
        response.headers_mut().insert(header::ETAG, tag);
    }
    let caching = HeaderValue::from_static("private, no-cache");
    response.headers_mut().insert(header::CACHE_CONTROL, caching);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("cookie, authorization"));
    response
}

/// Answers in words where a handler broke off.
pub(crate) async fn unharmed(request: Request, next: Next) -> Response {
    // On a task of its own, so that a panic there is an error here.
    tokio::spawn(next.run(request)).await.unwrap_or_else(|_| crate::problem::broken().into_response())
}

/// The address that a request comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct From(pub(crate) SocketAddr);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_were_not_given_are_refused() {
        let hosts = Hosts::new(["desk.example".into()]);
        for (host, allowed) in [
            ("localhost:8000", true),
            ("LOCALHOST", true),
            ("127.0.0.1:8000", true),
            ("[::1]:8000", true),
            ("10.1.2.3", true),
            ("Desk.Example:443", true),
            ("evil.example:8000", false),
            ("localhost.evil.example", false),
            ("127.0.0.1.evil.example", false),
            ("", false),
            ("[::1", false),
        ] {
            assert_eq!(hosts.allows(host), allowed, "{host}");
        }
    }
}
