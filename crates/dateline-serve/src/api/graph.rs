//! Who acts on whom, and how they stand to each other.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::Who;
use crate::api::Params;
use crate::app::App;
use crate::problem::{ErrorBody, Problem};
use crate::query::Query;
use crate::view::Name;

/// Actors and what is between them.
#[derive(Serialize, ToSchema)]
pub(crate) struct Graph {
    /// Those in the most incidents first.
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

/// An actor.
#[derive(Serialize, ToSchema)]
struct Node {
    /// As edges name it.
    id: String,
    name: String,
    /// What it is, in the words of the reading.
    kind: Option<&'static str>,
    /// ISO 3166-1 alpha-3.
    country: Option<String>,
    /// In how many of the incidents it takes part.
    n: usize,
}

/// What is between two actors.
#[derive(Serialize, ToSchema)]
struct Edge {
    /// Who does it.
    source: String,
    /// To whom.
    target: String,
    /// A PLOVER type, or how they stand to each other: hostile, allied, ...
    #[serde(rename = "type")]
    kind: String,
    /// In how many incidents or, for how they stand to each other, reports.
    n: usize,
    /// Some of the incidents.
    #[schema(max_items = 10)]
    incidents: Vec<String>,
    /// Some of the reports that say how they stand to each other.
    #[schema(max_items = 10)]
    documents: Vec<String>,
}

/// How much of the graph.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Most {
    /// The most actors, up to 1000: those in the most incidents.
    #[param(minimum = 1, maximum = 1000)]
    limit: usize,
}

impl Default for Most {
    fn default() -> Self {
        Self { limit: 200 }
    }
}

/// How much evidence an edge shows.
const SHOWN: usize = 10;

/// What is between two actors, by how.
#[derive(Default)]
struct Between {
    n: usize,
    incidents: Vec<u32>,
    documents: Vec<u32>,
}

/// Who acts on whom in the incidents that are meant, and how their reports say that actors stand to each other.
#[utoipa::path(get, path = "/graph", params(Query, Most),
    responses((status = 200, body = Graph), (status = 400, body = ErrorBody)))]
pub(crate) async fn graph(
    State(app): State<Arc<App>>,
    Extension(who): Extension<Who>,
    Params(query): Params<Query>,
    Params(most): Params<Most>,
) -> Result<Json<Graph>, Problem> {
    if !(1..=1000).contains(&most.limit) {
        return Err(Problem::bad(format!("limit is {}; expected 1 to 1000", most.limit)));
    }
    app.work(move |app, record| {
        let view = app.view_at(query.as_of.as_deref(), record)?;
        let face = who.role.face();
        let filter = query.filter(&view, face, record)?;
        let mut counts = vec![0; view.names.len()];
        let mut edges: HashMap<(Name, Name, &str), Between> = HashMap::new();
        for at in filter.positions() {
            let item = &view.items[at];
            let sides = item.sides(face);
            let mut names: Vec<Name> = sides.all().collect();
            names.sort_unstable();
            names.dedup();
            names.iter().for_each(|name| counts[name.index()] += 1);
            for source in &sides.initiators {
                for target in sides.recipients.iter().filter(|target| *target != source) {
                    let edge = edges.entry((*source, *target, view.names.word(item.kind))).or_default();
                    edge.n += 1;
                    edge.incidents.push(at as u32);
                }
            }
        }
        for at in filter.documents() {
            for relation in &view.documents[at].relations {
                let (subject, object) = (relation.subject[face as usize], relation.object[face as usize]);
                let edge = edges.entry((subject, object, relation.kind.word())).or_default();
                edge.n += 1;
                edge.documents.push(at as u32);
            }
        }
        let mut names: Vec<Name> = edges.keys().flat_map(|(source, target, _)| [*source, *target]).collect();
        names.extend(view.names.numbers().filter(|name| counts[name.index()] > 0));
        names.sort_unstable();
        names.dedup();
        names.sort_by_key(|name| std::cmp::Reverse(counts[name.index()]));
        names.truncate(most.limit);
        let shown: HashSet<Name> = names.iter().copied().collect();
        let word = |name: Name| view.names.word(name).to_string();
        let nodes = names.iter().map(|name| {
            let actor = view.actors.get(name);
            Node {
                id: word(*name),
                name: word(*name),
                kind: actor.map(|(kind, _)| kind.word()),
                country: actor.and_then(|(_, country)| country.map(|c| c.code().to_owned())),
                n: counts[name.index()],
            }
        });
        let nodes = nodes.collect();
        // In the order of their words, so that the same graph has the same form.
        let edges: BTreeMap<(String, String, &str), Between> = edges
            .into_iter()
            .filter(|((source, target, _), _)| shown.contains(source) && shown.contains(target))
            .map(|((source, target, kind), between)| ((word(source), word(target), kind), between))
            .collect();
        let edges = edges.into_iter().map(|((source, target, kind), Between { n, incidents, documents })| Edge {
            source,
            target,
            kind: kind.to_owned(),
            n,
            incidents: incidents.iter().take(SHOWN).map(|at| view.items[*at as usize].id.to_string()).collect(),
            documents: documents.iter().take(SHOWN).map(|at| view.documents[*at as usize].id.to_string()).collect(),
        });
        Ok(Json(Graph { nodes, edges: edges.collect() }))
    })
    .await
}
