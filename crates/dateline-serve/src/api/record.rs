//! What the record is, and who asks.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use dateline::reading::Status;
use dateline_record::Field;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::{Role, Who};
use crate::app::App;
use crate::problem::{ErrorBody, Problem};
use crate::view::Names;

/// What the record is, what may be chosen in it, and who asks.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordInfo {
    /// The file's name.
    name: String,
    /// The last entry of the journal that the answers take in.
    seq: i64,
    /// How many documents there are, also those that came after the last merger.
    documents: u64,
    /// How many were taken down.
    withdrawn: u64,
    incidents: usize,
    /// Events of current readings.
    events: u64,
    /// The last merger; null where nothing was merged yet.
    last_merge: Option<LastMerge>,
    /// The program's.
    version: &'static str,
    user: UserInfo,
    /// What unsafe requests carry in the header `X-CSRF-Token`; null where there are no users.
    csrf: Option<String>,
    /// What this user may decide.
    actions: Vec<&'static str>,
    /// PLOVER types and modes that the record has.
    types: Vec<String>,
    modes: Vec<String>,
    statuses: Vec<&'static str>,
    /// Fields that may be corrected.
    fields: Vec<&'static str>,
    /// Names of export profiles.
    profiles: Vec<String>,
}

/// The last merger.
#[derive(Serialize, ToSchema)]
struct LastMerge {
    /// The entry of the journal.
    seq: i64,
    /// The rule.
    profile: String,
    /// How many documents came or were read anew since.
    documents_since: u64,
}

/// Who asks.
#[derive(Serialize, ToSchema)]
struct UserInfo {
    name: String,
    role: Role,
}

/// What the record is, what may be chosen in it, and who asks.
#[utoipa::path(get, path = "/record", responses((status = 200, body = RecordInfo), (status = 401, body = ErrorBody)))]
pub(crate) async fn record(
    State(app): State<Arc<App>>,
    Extension(who): Extension<Who>,
) -> Result<Json<RecordInfo>, Problem> {
    let view = app.view();
    let words = |names: Vec<crate::view::Name>, all: &Names| {
        let mut words: Vec<String> = names.into_iter().map(|name| all.word(name).to_string()).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let counts = view.counts.clone();
    Ok(Json(RecordInfo {
        name: app.name(),
        seq: view.last.entry,
        documents: counts.documents,
        withdrawn: counts.withdrawn,
        incidents: view.items.len(),
        events: counts.events,
        last_merge: counts.merger.map(|(profile, documents_since)| LastMerge {
            seq: view.last.merger,
            profile,
            documents_since,
        }),
        version: env!("CARGO_PKG_VERSION"),
        actions: who.role.verbs().iter().map(|verb| verb.word()).collect(),
        user: UserInfo { name: who.name, role: who.role },
        csrf: who.csrf,
        types: words(view.items.iter().map(|item| item.kind).collect(), &view.names),
        modes: words(view.items.iter().filter_map(|item| item.mode).collect(), &view.names),
        statuses: Status::ALL.iter().map(|status| status.word()).collect(),
        fields: Field::all().map(Field::word).collect(),
        profiles: app.reader.lexicon().exports.iter().map(|(name, _)| name.to_owned()).collect(),
    }))
}
