//! Incidents as a file, as `dateline export` writes it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use dateline_tables::{Accounts, Coarsen, Format, Options, Review, Table};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::access::{Role, Who};
use crate::api::Params;
use crate::app::App;
use crate::problem::{ErrorBody, Problem, broken};
use crate::query::{Query, day};

/// What the file is.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct FileKind {
    /// Whose columns and coding rules: one of the profiles that `/record` names.
    profile: String,
    format: FileFormat,
    /// 1: also what nobody has reviewed; the rows say so. Not for readers.
    unreviewed: u8,
    /// Which coordinates are rounded to a tenth of a degree.
    coarsen: Rounded,
    /// Nothing that happened after this day.
    #[param(value_type = Option<String>, format = Date)]
    until: Option<String>,
}

impl Default for FileKind {
    fn default() -> Self {
        let (format, coarsen) = (FileFormat::Csv, Rounded::No);
        Self { profile: "acled".into(), format, unreviewed: 0, coarsen, until: None }
    }
}

/// The form of the file.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FileFormat {
    Csv,
    Jsonl,
    Geojson,
    Parquet,
}

/// Which coordinates are rounded.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Rounded {
    No,
    /// Those of hospitals, camps, shelters and the like.
    Sites,
    All,
}

impl FileFormat {
    fn kind(self) -> (Format, &'static str, &'static str) {
        match self {
            Self::Csv => (Format::Csv, "csv", "text/csv; charset=utf-8"),
            Self::Jsonl => (Format::Jsonl, "jsonl", "application/x-ndjson"),
            Self::Geojson => (Format::Geojson, "geojson", "application/geo+json"),
            Self::Parquet => (Format::Parquet, "parquet", "application/vnd.apache.parquet"),
        }
    }
}

/// The incidents that are meant as a file. Names of private persons and of victims are never in it, and unless `unreviewed`
/// only what a person accepted is.
#[utoipa::path(get, path = "/export", params(Query, FileKind),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv"),
        (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
pub(crate) async fn export(
    State(app): State<Arc<App>>,
    Extension(who): Extension<Who>,
    Params(query): Params<Query>,
    Params(file): Params<FileKind>,
) -> Result<Response, Problem> {
    let until = day("until", file.until.as_deref())?;
    let unreviewed = file.unreviewed != 0;
    if unreviewed && who.role == Role::Reader {
        return Err(Problem::forbidden("what nobody has reviewed is not for readers: leave unreviewed out"));
    }
    app.work(move |app, record| {
        let lexicon = app.reader.lexicon();
        let profile = lexicon.exports.get(&file.profile).ok_or_else(|| {
            let names: Vec<&str> = lexicon.exports.iter().map(|(name, _)| name).collect();
            Problem::bad(format!("no profile {:?}; there are {}", file.profile, names.join(", ")))
        })?;
        let view = app.view_at(query.as_of.as_deref(), record)?;
        let filter = query.filter(&view, who.role.face(), record)?;
        let meant: HashSet<&str> = filter.items().map(|item| &*item.id).collect();
        let (mut all, mut accounts, mut reviews) = (Vec::new(), Accounts::default(), HashMap::new());
        let mut incidents = record.incidents(view.moment)?;
        while let Some(head) = incidents.next_head() {
            let head = head?;
            if !meant.contains(head.incident.incident.as_str()) {
                continue;
            }
            let recorded = incidents.recorded(head)?;
            let incident = accounts.add_recorded(&recorded, lexicon, false);
            reviews.insert(incident.incident.clone(), Review::from(recorded.review.state));
            all.push(incident);
        }
        let coarsen = match file.coarsen {
            Rounded::No => Coarsen::No,
            Rounded::Sites => Coarsen::Sites,
            Rounded::All => Coarsen::All,
        };
        let options = Options { coarsen, until, reviewed_only: !unreviewed };
        let review =
            |incident: &dateline::incident::Incident| reviews.get(&incident.incident).copied().unwrap_or_default();
        let table = Table::new(&all, &accounts, lexicon, profile, options, review);
        let (format, ending, kind) = file.format.kind();
        let mut bytes = Vec::new();
        dateline_tables::write(&table, format, &mut bytes).map_err(|_| broken())?;
        // Of the record's name only what every machine takes for a name.
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
        let name: String = app.name().chars().map(plain).collect();
        let named = format!("attachment; filename=\"{name}-{}.{ending}\"", file.profile);
        Ok(([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, named)], bytes).into_response())
    })
    .await
}
