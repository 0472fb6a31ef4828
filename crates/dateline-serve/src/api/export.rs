//! Incidents as a file, as `dateline export` writes it, and what such a file does not show.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use dateline::incident::Incident;
use dateline::lexicon::export::Profile;
use dateline_record::Record;
use dateline_tables::{Accounts, Coarsen, Format, Options, Review, Table, protection};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::{Role, Who};
use crate::api::incidents::IncidentName;
use crate::api::{Kept, Params};
use crate::app::App;
use crate::problem::{ErrorBody, Problem, broken};
use crate::query::{Query, day, flag};
use crate::view::{Face, View};

/// What is in the file.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Content {
    /// Whose columns and coding rules: one of the profiles that `/record` names.
    profile: String,
    /// 1: also what nobody has reviewed; the rows say so. Not for readers.
    #[param(maximum = 1)]
    unreviewed: u8,
    /// Which coordinates are rounded to a tenth of a degree.
    coarsen: Rounded,
    /// Nothing that happened after this day.
    #[param(value_type = Option<String>, format = Date)]
    until: Option<String>,
}

impl Default for Content {
    fn default() -> Self {
        Self { profile: "acled".into(), unreviewed: 0, coarsen: Rounded::No, until: None }
    }
}

/// The form of the file.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Form {
    format: FileFormat,
}

/// The form of the file.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FileFormat {
    #[default]
    Csv,
    Jsonl,
    Geojson,
    Parquet,
    /// No table, but the note that goes with it: what the data are, what they do not show and how to handle them.
    Note,
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
    /// What a table is written in, none for the note; what its name ends in; and its media type.
    fn kind(self) -> (Option<Format>, &'static str, &'static str) {
        match self {
            Self::Csv => (Some(Format::Csv), "csv", "text/csv; charset=utf-8"),
            Self::Jsonl => (Some(Format::Jsonl), "jsonl", "application/x-ndjson"),
            Self::Geojson => (Some(Format::Geojson), "geojson", "application/geo+json"),
            Self::Parquet => (Some(Format::Parquet), "parquet", "application/vnd.apache.parquet"),
            Self::Note => (None, "about.md", "text/markdown; charset=utf-8"),
        }
    }
}

/// How much a file holds, and what it leaves out or does not show as reports have it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExportExtent {
    rows: usize,
    /// Rows that no person has reviewed; they say so.
    unreviewed: usize,
    /// Rows without coordinates: of their place no more is known than an area, or nothing.
    without_point: usize,
    /// Rows whose coordinates stand for the land around them: it was near the place, or they were rounded.
    around: usize,
    /// Reports that the rows rest on.
    reports: usize,
    /// People whom those reports name and the file does not. Who is named in two reports counts twice.
    withheld: usize,
    /// Incidents that make no row, by why.
    left_out: Vec<LeftOut>,
    /// Those of them that a person accepted; twenty at the most.
    #[schema(max_items = 20)]
    accepted_left_out: Vec<AcceptedLeftOut>,
}

/// How many incidents make no row for one reason.
#[derive(Serialize, ToSchema)]
struct LeftOut {
    why: String,
    n: usize,
}

/// An incident that a person accepted and that makes no row.
#[derive(Serialize, ToSchema)]
struct AcceptedLeftOut {
    incident: IncidentName,
    why: String,
}

/// So many incidents that were accepted and make no row are named one by one.
const MOST_NAMED: usize = 20;

/// The incidents that are meant as a file. Names of private persons and of victims are never in it, and unless `unreviewed`
/// only what a person accepted is.
#[utoipa::path(get, path = "/export", params(Query, Content, Form),
    responses(
        (status = 200, description = "The file, or the note that goes with it.", content(
            (String = "text/csv"), (String = "application/x-ndjson"), (Object = "application/geo+json"),
            (String = "application/vnd.apache.parquet"), (String = "text/markdown"))),
        (status = 400, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
pub(crate) async fn export(
    State(app): State<Arc<App>>,
    Extension(who): Extension<Who>,
    Params(query): Params<Query>,
    Params(content): Params<Content>,
    Params(form): Params<Form>,
) -> Result<Response, Problem> {
    let options = content.options(who.role)?;
    app.work(move |app, record| {
        let view = app.view_at(query.as_of.as_deref(), record)?;
        let profile = content.profile(app)?;
        let gathered = Gathered::new(app, &view, record, &query, who.role.face())?;
        let table = gathered.table(app, profile, options);
        let (format, ending, kind) = form.format.kind();
        let mut bytes = Vec::new();
        match format {
            Some(format) => dateline_tables::write(&table, format, &mut bytes).map_err(|_| broken())?,
            None => bytes
                .extend(protection::note(&table, &gathered.accounts, &content.profile, options, false).into_bytes()),
        }
        // Of the record's name only what every machine takes for a name.
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
        let name: String = app.name().chars().map(plain).collect();
        let named = format!("attachment; filename=\"{name}-{}.{ending}\"", content.profile);
        Ok(([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, named)], bytes).into_response())
    })
    .await
}

/// How much such a file would hold, and what it would leave out.
#[utoipa::path(get, path = "/export/extent", params(Query, Content),
    responses((status = 200, body = ExportExtent), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody)))]
pub(crate) async fn extent(
    State(app): State<Arc<App>>,
    asked: Uri,
    Extension(who): Extension<Who>,
    Params(query): Params<Query>,
    Params(content): Params<Content>,
) -> Result<Kept, Problem> {
    let options = content.options(who.role)?;
    app.work(move |app, record| {
        let view = app.view_at(query.as_of.as_deref(), record)?;
        let face = who.role.face();
        Kept::new(&view, face, &asked, || {
            let gathered = Gathered::new(app, &view, record, &query, face)?;
            let table = gathered.table(app, content.profile(app)?, options);
            let extent = table.extent(&gathered.incidents, &gathered.accounts);
            let accepted = table.accepted_left_out.into_iter().filter_map(|(id, why)| {
                let incident = IncidentName::new(&view, view.position(&id)?, face);
                Some(AcceptedLeftOut { incident, why })
            });
            Ok(ExportExtent {
                rows: extent.rows,
                unreviewed: extent.unreviewed,
                without_point: extent.without_point,
                around: extent.around,
                reports: extent.reports,
                withheld: extent.withheld,
                accepted_left_out: accepted.take(MOST_NAMED).collect(),
                left_out: table.left_out.into_iter().map(|(why, n)| LeftOut { why, n }).collect(),
            })
        })
    })
    .await
}

impl Content {
    /// What tables may say of it to somebody.
    fn options(&self, role: Role) -> Result<Options, Problem> {
        let reviewed_only = !flag("unreviewed", self.unreviewed)?;
        if !reviewed_only && role == Role::Reader {
            return Err(Problem::forbidden("what nobody has reviewed is not for readers: leave unreviewed out"));
        }
        let coarsen = match self.coarsen {
            Rounded::No => Coarsen::No,
            Rounded::Sites => Coarsen::Sites,
            Rounded::All => Coarsen::All,
        };
        Ok(Options { coarsen, until: day("until", self.until.as_deref())?, reviewed_only })
    }

    fn profile<'a>(&self, app: &'a App) -> Result<&'a Profile, Problem> {
        let exports = &app.reader.lexicon().exports;
        exports.get(&self.profile).ok_or_else(|| {
            let names: Vec<&str> = exports.iter().map(|(name, _)| name).collect();
            Problem::missing(format!("no profile {:?}; there are {}", self.profile, names.join(", ")))
        })
    }
}

/// The incidents that are meant, with all that tables need of them.
struct Gathered {
    incidents: Vec<Incident>,
    accounts: Accounts,
    reviews: HashMap<String, Review>,
}

impl Gathered {
    fn new(app: &App, view: &View, record: &Record, query: &Query, face: Face) -> Result<Self, Problem> {
        let filter = query.filter(view, face, record)?;
        let meant: HashSet<&str> = filter.items().map(|item| &*item.id).collect();
        let mut all = Self { incidents: Vec::new(), accounts: Accounts::default(), reviews: HashMap::new() };
        let mut incidents = record.incidents(view.moment)?;
        while let Some(head) = incidents.next_head() {
            let head = head?;
            if !meant.contains(head.incident.incident.as_str()) {
                continue;
            }
            let recorded = incidents.recorded(head)?;
            let incident = all.accounts.add_recorded(&recorded, app.reader.lexicon(), false);
            all.reviews.insert(incident.incident.clone(), Review::from(recorded.review.state));
            all.incidents.push(incident);
        }
        Ok(all)
    }

    fn table<'p>(&self, app: &App, profile: &'p Profile, options: Options) -> Table<'p> {
        let review = |incident: &Incident| self.reviews.get(&incident.incident).copied().unwrap_or_default();
        Table::new(&self.incidents, &self.accounts, app.reader.lexicon(), profile, options, review)
    }
}
