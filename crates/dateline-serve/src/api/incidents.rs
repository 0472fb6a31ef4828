//! The list of incidents.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::Who;
use crate::api::{Page, Params};
use crate::app::App;
use crate::problem::{ErrorBody, Problem};
use crate::query::{Query, state_word};
use crate::view::{Count, Face, Sort, View};

/// An incident in one line of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Summary {
    pub(crate) id: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    kind: String,
    /// PLOVER mode.
    mode: Option<String>,
    /// Whether it happened.
    status: String,
    /// What people decided: unreviewed, accepted, rejected.
    state: &'static str,
    /// First day.
    #[schema(format = Date)]
    from: Option<String>,
    /// Last day.
    #[schema(format = Date)]
    to: Option<String>,
    place: Option<String>,
    /// ISO 3166-1 alpha-3.
    country: Option<String>,
    /// WGS 84 degrees; of an area, its middle where that is known.
    lat: Option<f64>,
    lon: Option<f64>,
    /// How far the point may be trusted.
    precision: &'static str,
    /// Whether the place is a land and not a point.
    area: bool,
    initiators: Vec<String>,
    recipients: Vec<String>,
    /// Null where no figure is given; that is not zero.
    killed: Option<Count>,
    injured: Option<Count>,
    /// Independent sources: copies of one text are one.
    sources: u32,
    accounts: u32,
    /// Whether somebody denies or doubts a part of it.
    disputed: bool,
    /// How urgently a person should look at it, from 0 to 100.
    #[schema(maximum = 100)]
    risk: u8,
    /// One line: "Gunmen attacked Koro".
    title: String,
}

impl Summary {
    /// Of the incident at a position.
    pub(crate) fn new(view: &View, at: usize, face: Face) -> Self {
        let item = &view.items[at];
        let sides = item.sides(face);
        let word = |name: crate::view::Name| view.names.word(name).to_string();
        let words = |names: &[crate::view::Name]| names.iter().copied().map(word).collect();
        Self {
            id: item.id.to_string(),
            kind: word(item.kind),
            mode: item.mode.map(word),
            status: item.status.word().into(),
            state: state_word(item.state),
            from: item.days.map(|(from, _)| from.to_string()),
            to: item.days.map(|(_, to)| to.to_string()),
            place: sides.place.map(word),
            country: item.country.map(|c| c.code().to_owned()),
            lat: item.point.map(|(lat, _)| lat),
            lon: item.point.map(|(_, lon)| lon),
            precision: item.precision.word(),
            area: item.is_area(),
            initiators: words(&sides.initiators),
            recipients: words(&sides.recipients),
            killed: item.killed,
            injured: item.injured,
            sources: item.sources,
            accounts: item.accounts,
            disputed: item.disputed,
            risk: view.risks[at],
            title: sides.title.to_string(),
        }
    }
}

/// An incident by its line, where no more is needed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct IncidentName {
    id: String,
    /// One line: "Gunmen attacked Koro".
    title: String,
    /// First day.
    #[schema(format = Date)]
    from: Option<String>,
    /// Last day.
    #[schema(format = Date)]
    to: Option<String>,
}

impl IncidentName {
    /// Of the incident at a position.
    pub(crate) fn new(view: &View, at: usize, face: Face) -> Self {
        let item = &view.items[at];
        Self {
            id: item.id.to_string(),
            title: item.sides(face).title.to_string(),
            from: item.days.map(|(from, _)| from.to_string()),
            to: item.days.map(|(_, to)| to.to_string()),
        }
    }
}

/// Some incidents.
#[derive(Serialize, ToSchema)]
pub(crate) struct IncidentList {
    /// How many there are in all.
    total: usize,
    /// What to ask for with `after` to get the rest; null where there is none.
    next: Option<String>,
    items: Vec<Summary>,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Order {
    /// The order; by default the newest first.
    sort: Sort,
}

/// The incidents that are meant, in an order, some at a time.
#[utoipa::path(get, path = "/incidents", params(Query, Order, Page),
    responses((status = 200, body = IncidentList), (status = 400, body = ErrorBody)))]
pub(crate) async fn incidents(
    State(app): State<Arc<App>>,
    Extension(who): Extension<Who>,
    Params(query): Params<Query>,
    Params(order): Params<Order>,
    Params(page): Params<Page>,
) -> Result<Json<IncidentList>, Problem> {
    let limit = page.limit(100)?;
    app.work(move |app, record| {
        let view = app.view_at(query.as_of.as_deref(), record)?;
        let filter = query.filter(&view, who.role.face(), record)?;
        let order = view.order(order.sort);
        // The list goes on after the incident that was given last, also where others have come before it since.
        let start = match page.after() {
            None => 0,
            Some(id) => {
                let last = view.position(id).ok_or_else(|| page.wrong())? as u32;
                order.iter().position(|at| *at == last).map_or(0, |at| at + 1)
            }
        };
        let meant = |at: &&u32| filter.has(**at as usize);
        let total = order.iter().filter(meant).count();
        let mut rest = order[start..].iter().filter(meant).map(|at| *at as usize);
        let items: Vec<Summary> = rest.by_ref().take(limit).map(|at| Summary::new(&view, at, filter.face())).collect();
        let next = rest.next().and_then(|_| Some(items.last()?.id.clone()));
        Ok(Json(IncidentList { total, next, items }))
    })
    .await
}
