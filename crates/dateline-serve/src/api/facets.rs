//! How many incidents each choice would leave.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::Uri;
use dateline::country::Country;
use dateline_record::State as Reviewed;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Who;
use crate::api::{Kept, Params};
use crate::app::App;
use crate::problem::{ErrorBody, Problem};
use crate::query::{Facet, Filter, Query, state_word};
use crate::view::Name;

/// Values, each with how many incidents the choice of it would leave, the most first. Each facet is counted as if nothing were chosen in it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Facets {
    #[serde(rename = "type")]
    kind: Vec<Counted>,
    status: Vec<Counted>,
    state: Vec<Counted>,
    country: Vec<Counted>,
    /// The hundred that take part most often.
    actor: Vec<Counted>,
}

/// A value, and how many incidents the choice of it would leave.
#[derive(Serialize, ToSchema)]
struct Counted {
    value: String,
    n: usize,
}

/// How many incidents each choice would leave.
#[utoipa::path(get, path = "/facets", params(Query),
    responses((status = 200, body = Facets), (status = 400, body = ErrorBody)))]
pub(crate) async fn facets(
    State(app): State<Arc<App>>,
    asked: Uri,
    Extension(who): Extension<Who>,
    Params(query): Params<Query>,
) -> Result<Kept, Problem> {
    app.work(move |app, record| {
        let view = app.view_at(query.as_of.as_deref(), record)?;
        Kept::new(&view, who.role.face(), &asked, || {
            let filter = query.filter(&view, who.role.face(), record)?;
            let (mut kinds, mut actors) = (vec![0; view.names.len()], vec![0; view.names.len()]);
            let mut statuses = vec![0; dateline::reading::Status::ALL.len()];
            let mut states = [0; 3];
            let mut countries: std::collections::HashMap<Country, usize> = std::collections::HashMap::new();
            for item in &view.items {
                let against = filter.against(item);
                if Filter::has_but_for(against, Facet::Type) {
                    kinds[item.kind.index()] += 1;
                }
                if Filter::has_but_for(against, Facet::Status) {
                    statuses[item.status as usize] += 1;
                }
                if Filter::has_but_for(against, Facet::State) {
                    states[item.state as usize] += 1;
                }
                if Filter::has_but_for(against, Facet::Country)
                    && let Some(country) = item.country
                {
                    *countries.entry(country).or_default() += 1;
                }
                if Filter::has_but_for(against, Facet::Actor) {
                    let mut names: Vec<Name> = item.sides(filter.face()).all().collect();
                    names.sort_unstable();
                    names.dedup();
                    for name in names {
                        actors[name.index()] += 1;
                    }
                }
            }
            let words = |counts: Vec<usize>| {
                sorted(view.names.all().zip(counts).map(|(word, count)| (word.to_string(), count)), 100)
            };
            let statuses = dateline::reading::Status::ALL.iter().map(|s| s.word().to_owned()).zip(statuses);
            let all_states = [Reviewed::Unreviewed, Reviewed::Accepted, Reviewed::Rejected];
            let states = all_states.iter().map(|s| state_word(*s).to_owned()).zip(states);
            Ok(Facets {
                kind: words(kinds),
                status: sorted(statuses, 100),
                state: sorted(states, 100),
                country: sorted(countries.into_iter().map(|(c, count)| (c.code().to_owned(), count)), 300),
                actor: words(actors),
            })
        })
    })
    .await
}

/// Those that are there, the most first.
fn sorted(counts: impl Iterator<Item = (String, usize)>, most: usize) -> Vec<Counted> {
    let counts = counts.filter(|(_, n)| *n > 0).map(|(value, n)| Counted { value, n });
    let mut counts: Vec<Counted> = counts.collect();
    counts.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.value.cmp(&b.value)));
    counts.truncate(most);
    counts
}
