//! Where the incidents were: points brought together on a grid, areas as areas.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::Uri;
use dateline::country::Country;
use dateline::reading::Precision;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::Who;
use crate::api::{Kept, Params};
use crate::app::App;
use crate::problem::{ErrorBody, Problem};
use crate::query::Query;
use crate::view::{Item, Name, View};

/// How near the map is looked at.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Zoom {
    /// As web maps count: the world is 256 · 2^zoom points wide. From 17 on, every place is a cell of its own.
    #[param(minimum = 0, maximum = 22)]
    zoom: f64,
}

impl Default for Zoom {
    fn default() -> Self {
        Self { zoom: 2.0 }
    }
}

/// Where the incidents were.
#[derive(Serialize, ToSchema)]
pub(crate) struct Map {
    total: usize,
    /// How many have neither a point nor an area.
    unplaced: usize,
    cells: Vec<Cell>,
    /// Incidents of which only a land is known.
    areas: Vec<Area>,
}

/// The incidents of a cell of the grid.
#[derive(Serialize, ToSchema)]
struct Cell {
    /// The middle of its points.
    lat: f64,
    lon: f64,
    n: usize,
    killed: u64,
    /// How many there are of each PLOVER type.
    types: BTreeMap<String, usize>,
    /// Some of them, those with the most dead first.
    #[schema(max_items = 5)]
    ids: Vec<String>,
    #[schema(format = Date)]
    from: Option<String>,
    #[schema(format = Date)]
    to: Option<String>,
    /// Of its points that which may be trusted least: exact or near.
    precision: &'static str,
}

/// The incidents of which no more is known than a land.
#[derive(Serialize, ToSchema)]
struct Area {
    name: String,
    country: Option<String>,
    /// Its middle, where that is known.
    lat: Option<f64>,
    lon: Option<f64>,
    /// What it is: admin2, admin1, country.
    precision: &'static str,
    n: usize,
    killed: u64,
    #[schema(max_items = 5)]
    ids: Vec<String>,
}

/// Where the incidents were: points brought together on a grid that fits the zoom, areas as areas.
#[utoipa::path(get, path = "/map", params(Query, Zoom),
    responses((status = 200, body = Map), (status = 400, body = ErrorBody)))]
pub(crate) async fn map(
    State(app): State<Arc<App>>,
    asked: Uri,
    Extension(who): Extension<Who>,
    Params(query): Params<Query>,
    Params(zoom): Params<Zoom>,
) -> Result<Kept, Problem> {
    if !(0.0..=22.0).contains(&zoom.zoom) {
        return Err(Problem::bad(format!("zoom is {}; expected 0 to 22", zoom.zoom)));
    }
    app.work(move |app, record| {
        let view = app.view_at(query.as_of.as_deref(), record)?;
        Kept::new(&view, who.role.face(), &asked, || {
            let filter = query.filter(&view, who.role.face(), record)?;
            // A cell is 48 points of the screen wide.
            let size = 360.0 / (256.0 * zoom.zoom.exp2()) * 48.0;
            let mut cells: HashMap<(i64, i64), Vec<&Item>> = HashMap::new();
            let mut areas: HashMap<(Name, Option<Country>), Vec<&Item>> = HashMap::new();
            let (mut total, mut unplaced) = (0, 0);
            for item in filter.items() {
                total += 1;
                match (item.is_area(), item.sides(who.role.face()).place, item.point) {
                    (true, Some(name), _) => areas.entry((name, item.country)).or_default().push(item),
                    (false, _, Some((lat, lon))) => {
                        let key = ((lat / size).floor() as i64, (lon / size).floor() as i64);
                        cells.entry(key).or_default().push(item);
                    }
                    _ => unplaced += 1,
                }
            }
            let mut cells: Vec<Cell> = cells.into_values().map(|items| cell(&view, items)).collect();
            cells.sort_by(|a, b| b.n.cmp(&a.n).then(a.lat.total_cmp(&b.lat)).then(a.lon.total_cmp(&b.lon)));
            let mut areas: Vec<Area> = areas.into_iter().map(|((name, _), items)| area(&view, name, items)).collect();
            areas.sort_by(|a, b| {
                b.n.cmp(&a.n).then_with(|| a.name.cmp(&b.name)).then_with(|| a.country.cmp(&b.country))
            });
            Ok(Map { total, unplaced, cells, areas })
        })
    })
    .await
}

fn cell(view: &View, items: Vec<&Item>) -> Cell {
    let points = items.iter().filter_map(|item| item.point);
    let (lat, lon) = points.fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
    let n = items.len() as f64;
    let mut types = BTreeMap::new();
    for item in &items {
        *types.entry(view.names.word(item.kind).to_string()).or_default() += 1;
    }
    let days = || items.iter().filter_map(|item| item.days);
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
    Cell {
        lat: round(lat / n),
        lon: round(lon / n),
        n: items.len(),
        killed: killed(&items),
        types,
        from: day(days().map(|(from, _)| from).min()),
        to: day(days().map(|(_, to)| to).max()),
        precision: items.iter().map(|item| item.precision).max().unwrap_or(Precision::Exact).word(),
        ids: some(items),
    }
}

fn area(view: &View, name: Name, items: Vec<&Item>) -> Area {
    let point = items.iter().find_map(|item| item.point);
    Area {
        name: view.names.word(name).to_string(),
        country: items[0].country.map(|c| c.code().to_owned()),
        lat: point.map(|(lat, _)| lat),
        lon: point.map(|(_, lon)| lon),
        precision: items.iter().map(|item| item.precision).max().unwrap_or(Precision::Country).word(),
        n: items.len(),
        killed: killed(&items),
        ids: some(items),
    }
}

fn killed(items: &[&Item]) -> u64 {
    items.iter().map(|item| u64::from(item.dead())).sum()
}

fn some(mut items: Vec<&Item>) -> Vec<String> {
    items.sort_by_key(|item| std::cmp::Reverse(item.dead()));
    items.iter().take(5).map(|item| item.id.to_string()).collect()
}
