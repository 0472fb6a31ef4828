//! What people who are told of asked to be corrected or withdrawn, and what they were answered.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use dateline_record::{Appeal, Moment, Target};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::{Role, Who};
use crate::api::incident::DecisionInfo;
use crate::api::incidents::IncidentName;
use crate::api::{Page, Params};
use crate::app::App;
use crate::problem::{ErrorBody, Problem};
use crate::view::View;

/// Which appeals are meant.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Which {
    /// 1: only what nobody has answered.
    #[param(minimum = 0, maximum = 1)]
    open: u8,
}

/// What was asked and answered, the first first.
#[derive(Serialize, ToSchema)]
pub(crate) struct AppealList {
    total: usize,
    /// What to ask for with `after` to get the rest; null where there is none.
    next: Option<String>,
    items: Vec<AppealInfo>,
}

/// One appeal.
#[derive(Serialize, ToSchema)]
struct AppealInfo {
    /// What was asked, and who wrote it down.
    asked: DecisionInfo,
    /// The incidents that it is about, as they are now; none where its events are in none.
    incidents: Vec<IncidentName>,
    /// What was answered; nothing while it is open.
    answers: Vec<AnswerInfo>,
}

/// One answer.
#[derive(Serialize, ToSchema)]
struct AnswerInfo {
    #[serde(flatten)]
    answer: DecisionInfo,
    /// The numbers of the decisions that followed from the appeal; none where nothing was changed.
    followed: Vec<String>,
}

/// What was asked to be corrected or withdrawn, each with what was answered: for those who decide.
#[utoipa::path(get, path = "/appeals", params(Which, Page),
    responses((status = 200, body = AppealList), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
pub(crate) async fn appeals(
    State(app): State<Arc<App>>,
    Extension(who): Extension<Who>,
    Params(which): Params<Which>,
    Params(page): Params<Page>,
) -> Result<Json<AppealList>, Problem> {
    if who.role == Role::Reader {
        return Err(Problem::forbidden("appeals are for coders and editors: they may tell of persons"));
    }
    app.work(move |app, record| {
        let view = app.view();
        let mut all = record.appeals(Moment::NOW)?;
        all.retain(|appeal| which.open == 0 || appeal.answers.is_empty());
        let part = page.part(all, 100)?;
        let items = part.items.iter().map(|appeal| info(appeal, &view, who.role)).collect();
        Ok(Json(AppealList { total: part.total, next: part.next, items }))
    })
    .await
}

fn info(Appeal { asked, answers }: &Appeal, view: &View, role: Role) -> AppealInfo {
    let mut about: Vec<usize> =
        asked.targets.iter().flat_map(Target::events).filter_map(|event| view.position(&view.holder(event)?)).collect();
    about.sort_unstable();
    about.dedup();
    AppealInfo {
        asked: asked.into(),
        incidents: about.into_iter().map(|at| IncidentName::new(view, at, role.face())).collect(),
        answers: answers
            .iter()
            .map(|answer| AnswerInfo {
                answer: answer.into(),
                followed: answer.followed().map(str::to_owned).collect(),
            })
            .collect(),
    }
}
