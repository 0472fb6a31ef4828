//! The ledger of claims: who says what, and who disputes it.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use dateline::reading::{ActorKind, Stance};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::Who;
use crate::api::documents::{DocumentInfo, Opened};
use crate::api::incident::Passage;
use crate::api::{Page, Params};
use crate::app::App;
use crate::problem::{ErrorBody, Problem};
use crate::query::Query;
use crate::text::Characters;
use crate::view::Document;

/// Which claims.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Which {
    /// A part of the speaker's name.
    speaker: Option<String>,
    /// asserts, denies, doubts.
    stance: Option<String>,
}

/// Some claims.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClaimList {
    total: usize,
    next: Option<String>,
    items: Vec<ClaimInfo>,
}

/// Who says what.
#[derive(Serialize, ToSchema)]
struct ClaimInfo {
    /// The document's id and the claim's in its reading.
    id: String,
    document: DocumentInfo,
    #[schema(format = Date)]
    published: Option<String>,
    /// Null: the outlet itself, or nobody who is named.
    speaker: Option<String>,
    /// What the speaker is, in the words of the reading; `outlet` for the outlet itself.
    speaker_kind: Option<&'static str>,
    /// The words that attribute it.
    cue: Option<String>,
    /// report, denial, accusation, ...
    kind: &'static str,
    /// How it stands to what it is about: asserts, denies, doubts.
    stance: &'static str,
    /// What is said.
    text: Option<String>,
    /// The sentence that it stands in.
    sentence: Option<Passage>,
    /// The incidents that it is about.
    incidents: Vec<String>,
    /// Ids of claims that dispute it or that it disputes, of other reports of the incident too.
    disputes: Vec<String>,
}

/// What is said in the reports of the incidents that are meant, the newest reports first.
#[utoipa::path(get, path = "/claims", params(Query, Which, Page),
    responses((status = 200, body = ClaimList), (status = 400, body = ErrorBody)))]
pub(crate) async fn claims(
    State(app): State<Arc<App>>,
    Extension(who): Extension<Who>,
    Params(query): Params<Query>,
    Params(which): Params<Which>,
    Params(page): Params<Page>,
) -> Result<Json<ClaimList>, Problem> {
    let stance = which.stance.as_deref().map(str::parse::<Stance>).transpose();
    let stance = stance.map_err(|error| Problem::bad(format!("stance: {error}")))?;
    let speaker = which.speaker.as_deref().map(str::to_lowercase);
    app.work(move |app, record| {
        let view = app.view_at(query.as_of.as_deref(), record)?;
        let face = who.role.face();
        let documents = query.filter(&view, face, record)?.documents();
        let is_meant = |claim: &crate::view::Claim| {
            stance.is_none_or(|stance| claim.stance == stance)
                && speaker.as_deref().is_none_or(|part| {
                    let name = claim.speaker.map(|names| view.names.word(names[face as usize]).to_lowercase());
                    name.is_some_and(|name| name.contains(part))
                })
        };
        let numbers = |document: &Document| {
            let claims = document.claims.iter().enumerate();
            claims.filter(|(_, claim)| is_meant(claim)).map(|(number, _)| number).collect::<Vec<_>>()
        };
        let found: Vec<(usize, usize)> = documents
            .into_iter()
            .flat_map(|at| numbers(&view.documents[at]).into_iter().map(move |number| (at, number)))
            .collect();
        let part = page.part(found, 50)?;
        let mut opened = Opened::new(app, record, &view, face);
        let mut items = Vec::with_capacity(part.items.len());
        for (at, number) in part.items {
            let document = &view.documents[at];
            let (stored, claim) = (opened.get(at)?, &document.claims[number]);
            let reading = &stored.reading;
            let Some(said) = reading.claims.get(number) else { continue };
            let id = |local: &str| format!("{}:{local}", document.id);
            let speaker = said.source.as_deref().and_then(|id| reading.actors.iter().find(|actor| actor.id == id));
            let place = said.content.as_ref().or(said.cue.as_ref());
            let sentence = place.and_then(|q| reading.sentences.iter().find(|s| s.start <= q.start && q.start < s.end));
            let text = Characters::new(&stored.document.text);
            let incidents = claim.events.iter().filter_map(|event| view.of_account(at, *event));
            let mut incidents: Vec<String> = incidents.map(|at| view.items[at].id.to_string()).collect();
            incidents.dedup();
            let mut disputes: Vec<String> = claim
                .disputes
                .iter()
                .filter_map(|other| Some(id(&reading.claims.get(usize::from(*other))?.id)))
                .collect();
            for (other, number) in view.disputed_elsewhere(at, number) {
                let other = &view.documents[other];
                disputes.push(format!("{}:{}", other.id, other.claims[number].id));
            }
            items.push(ClaimInfo {
                id: id(&said.id),
                document: DocumentInfo::at(&view, at, face),
                published: document.published.map(|day| day.to_string()),
                speaker: speaker.map(|actor| actor.name.clone()),
                speaker_kind: match said.source.as_deref() {
                    Some("outlet") => Some("outlet"),
                    _ => speaker.map(|actor| ActorKind::word(actor.kind)),
                },
                cue: said.cue.as_ref().map(|cue| cue.quote.clone()),
                kind: said.kind.word(),
                stance: claim.stance.word(),
                text: said.content.as_ref().map(|content| content.quote.clone()),
                sentence: sentence.map(|s| Passage {
                    text: text.slice(s.start, s.end).to_owned(),
                    start: s.start,
                    end: s.end,
                }),
                incidents,
                disputes,
            });
        }
        Ok(Json(ClaimList { total: part.total, next: part.next, items }))
    })
    .await
}
