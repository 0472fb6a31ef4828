//! The queue of what a person should look at, and what people decide.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use dateline_record::{Draft, Field, Moment, Record, State as Reviewed, Verb};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{Role, Who};
use crate::api::incident::DecisionInfo;
use crate::api::incidents::Summary;
use crate::api::{Body, Page, Params};
use crate::app::App;
use crate::problem::{ErrorBody, Problem};
use crate::query::Query;
use crate::view::Sort;

/// What a person should look at, the most urgent first.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReviewQueue {
    total: usize,
    /// What to ask for with `after` to get the rest; null where there is none. Who decides meanwhile begins again without it.
    next: Option<String>,
    items: Vec<ReviewItem>,
}

/// One incident, and why a person should look at it.
#[derive(Serialize, ToSchema)]
struct ReviewItem {
    summary: Summary,
    /// From 0 to 100.
    risk: u8,
    /// In words, the weightiest first.
    reasons: Vec<String>,
    /// Whether words of its accounts show violence done to bodies.
    graphic: bool,
}

/// The incidents that are meant and that nobody has decided on, that have new accounts since, or about which an appeal is open, the
/// most urgent first.
#[utoipa::path(get, path = "/review", params(Query, Page),
    responses((status = 200, body = ReviewQueue), (status = 400, body = ErrorBody)))]
pub(crate) async fn review(
    State(app): State<Arc<App>>,
    Extension(who): Extension<Who>,
    Params(query): Params<Query>,
    Params(page): Params<Page>,
) -> Result<Json<ReviewQueue>, Problem> {
    app.work(move |app, record| {
        let view = app.view_at(query.as_of.as_deref(), record)?;
        let face = who.role.face();
        let filter = query.filter(&view, face, record)?;
        let waits = |at: &usize| {
            let item = &view.items[*at];
            let waits = item.state == Reviewed::Unreviewed || item.accounts_since > 0 || item.appeals > 0;
            waits && filter.has(*at)
        };
        let queue = view.order(Sort::MostRisk).iter().map(|at| *at as usize).filter(waits).collect();
        let part = page.part(queue, 20)?;
        let item = |at: usize| ReviewItem {
            summary: Summary::new(&view, at, face),
            risk: view.risks[at],
            reasons: view.reasons(at, face),
            graphic: view.items[at].graphic,
        };
        Ok(Json(ReviewQueue { total: part.total, next: part.next, items: part.items.into_iter().map(item).collect() }))
    })
    .await
}

/// A decision that is to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDecision {
    /// What is decided.
    #[schema(schema_with = crate::openapi::verb)]
    verb: String,
    /// Incidents or events; for split an incident and those of its events that are another; for undo numbers of decisions; for
    /// answer the number of an appeal, then those of the decisions that followed from it.
    #[schema(min_items = 1, max_items = 100)]
    ids: Vec<String>,
    /// With correct: the field.
    #[serde(default)]
    #[schema(schema_with = crate::openapi::field)]
    field: Option<String>,
    /// With correct: what it should be; empty for nothing known.
    #[serde(default)]
    #[schema(max_length = 2000)]
    value: Option<String>,
    /// Why, in a sentence.
    #[schema(max_length = 2000, pattern = r"\S")]
    why: String,
}

/// A decision as the record keeps it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Decided {
    #[serde(flatten)]
    decision: DecisionInfo,
    /// The incidents that are now in the place of those that it is about, where it says which accounts are one.
    incidents: Vec<String>,
    /// Whether all incidents are being merged anew because of it: `/changes` tells when that is done.
    merging: bool,
}

/// Makes a decision. It holds for later mergers too, and can be taken back.
#[utoipa::path(post, path = "/decisions", request_body = NewDecision,
    params(("X-Dateline" = String, Header, description = "Always 1."),
        ("X-CSRF-Token" = Option<String>, Header, description = "What `/record` gives, where there are users.")),
    responses((status = 200, body = Decided), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody)))]
pub(crate) async fn decide(
    State(app): State<Arc<App>>,
    Extension(who): Extension<Who>,
    Body(new): Body<NewDecision>,
) -> Result<Json<Decided>, Problem> {
    let verb: Verb = new.verb.parse().map_err(|error| Problem::bad(format!("verb: {error}")))?;
    if !who.role.verbs().contains(&verb) {
        let needed = if Role::Coder.verbs().contains(&verb) { "a coder" } else { "an editor" };
        return Err(Problem::forbidden(format!("{verb} is for {needed}; you are a {}", role_word(who.role))));
    }
    let field = new.field.as_deref().map(str::parse::<Field>).transpose();
    let field = field.map_err(|error| Problem::bad(format!("field: {error}")))?;
    if new.ids.len() > 100
        || new.why.chars().count() > 2000
        || new.value.as_ref().is_some_and(|v| v.chars().count() > 2000)
    {
        return Err(Problem::bad("too long: up to 100 ids, and 2000 characters of why and value"));
    }
    let merging = app
        .clone()
        .work(move |app, record| {
            if verb == Verb::Undo && who.role < Role::Editor {
                own(record, &new.ids, &who.name)?;
            }
            let correction = field.zip(new.value);
            let draft = Draft { verb, ids: new.ids, correction, who: who.name, why: new.why };
            let decision = record.decide(&draft)?;
            let changes = record.changes_incidents(&decision)?;
            let applied = if changes { app.apply(record, &decision)? } else { Some(Vec::new()) };
            app.renew()?;
            let merging = applied.is_none();
            Ok(Decided { decision: DecisionInfo::from(&decision), incidents: applied.unwrap_or_default(), merging })
        })
        .await?;
    if merging.merging {
        app.merge_anew();
    }
    Ok(Json(merging))
}

/// Coders take back what they decided themselves.
fn own(record: &Record, ids: &[String], name: &str) -> Result<(), Problem> {
    let decisions = record.decisions(Moment::NOW)?;
    let others = |id: &&String| decisions.iter().any(|d| d.seq.to_string() == **id && d.who != name);
    match ids.iter().find(others) {
        Some(id) => Err(Problem::forbidden(format!("decision {id} is another's; an editor may take it back"))),
        None => Ok(()),
    }
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Reader => "reader",
        Role::Coder => "coder",
        Role::Editor => "editor",
    }
}
