//! The ledger of claims: who says what, and who disputes it.

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use dateline::reading::{ActorKind, Stance};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::Who;
use crate::api::documents::{DocumentInfo, Opened};
use crate::api::incident::Passage;
use crate::api::incidents::IncidentName;
use crate::api::{Page, Params};
use crate::app::App;
use crate::problem::{ErrorBody, Problem};
use crate::query::Query;
use crate::text::Characters;
use crate::view::{Claim, Face, View};

/// Which claims.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Which {
    /// A part of the speaker's name.
    speaker: Option<String>,
    /// How it stands to what it is about.
    #[param(schema_with = crate::openapi::stance)]
    stance: Option<String>,
}

/// Some claims.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClaimList {
    total: usize,
    next: Option<String>,
    items: Vec<ClaimInfo>,
}

/// Some pairs of claims that are at odds.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisputeList {
    total: usize,
    next: Option<String>,
    items: Vec<Dispute>,
}

/// Two claims that cannot both be so.
#[derive(Serialize, ToSchema)]
struct Dispute {
    /// What is asserted; where both assert, what was said first.
    claim: ClaimInfo,
    /// What is said against it.
    against: ClaimInfo,
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
    incidents: Vec<IncidentName>,
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
    let meant = Meant::new(&which)?;
    app.work(move |app, record| {
        let view = app.view_at(query.as_of.as_deref(), record)?;
        let face = who.role.face();
        let documents = query.filter(&view, face, record)?.documents();
        let part = page.part(meant.among(&view, face, &documents), 50)?;
        let mut opened = Opened::new(app, record, &view, face);
        let items = part.items.into_iter().map(|at| ClaimInfo::new(&mut opened, &view, at, face));
        let items = items.filter_map(Result::transpose).collect::<Result<_, _>>()?;
        Ok(Json(ClaimList { total: part.total, next: part.next, items }))
    })
    .await
}

/// Pairs of claims that are at odds, in the reports of the incidents that are meant, the newest reports first; each once.
#[utoipa::path(get, path = "/disputes", params(Query, Which, Page),
    responses((status = 200, body = DisputeList), (status = 400, body = ErrorBody)))]
pub(crate) async fn disputes(
    State(app): State<Arc<App>>,
    Extension(who): Extension<Who>,
    Params(query): Params<Query>,
    Params(which): Params<Which>,
    Params(page): Params<Page>,
) -> Result<Json<DisputeList>, Problem> {
    let meant = Meant::new(&which)?;
    app.work(move |app, record| {
        let view = app.view_at(query.as_of.as_deref(), record)?;
        let face = who.role.face();
        let documents = query.filter(&view, face, record)?.documents();
        let (mut pairs, mut seen) = (Vec::new(), HashSet::new());
        for one in meant.among(&view, face, &documents) {
            for other in view.disputes(one) {
                if seen.insert((one.min(other), one.max(other))) {
                    pairs.push(in_order(&view, one, other));
                }
            }
        }
        let part = page.part(pairs, 50)?;
        let mut opened = Opened::new(app, record, &view, face);
        let mut items = Vec::with_capacity(part.items.len());
        for (claim, against) in part.items {
            let claim = ClaimInfo::new(&mut opened, &view, claim, face)?;
            let against = ClaimInfo::new(&mut opened, &view, against, face)?;
            items.extend(claim.zip(against).map(|(claim, against)| Dispute { claim, against }));
        }
        Ok(Json(DisputeList { total: part.total, next: part.next, items }))
    })
    .await
}

/// What is asserted before what is said against it, and what was published first before what came later.
fn in_order(view: &View, one: At, other: At) -> (At, At) {
    let key = |at: At| {
        let document = &view.documents[at.0];
        (document.claims[at.1].stance != Stance::Asserts, document.published, at)
    };
    if key(one) <= key(other) { (one, other) } else { (other, one) }
}

/// A claim, by the position of its report and its number there.
type At = (usize, usize);

/// Which claims are meant.
struct Meant {
    speaker: Option<String>,
    stance: Option<Stance>,
}

impl Meant {
    fn new(which: &Which) -> Result<Self, Problem> {
        let stance = which.stance.as_deref().map(str::parse::<Stance>).transpose();
        Ok(Self {
            speaker: which.speaker.as_deref().map(str::to_lowercase),
            stance: stance.map_err(|error| Problem::bad(format!("stance: {error}")))?,
        })
    }

    /// Those of some documents, in their order.
    fn among(&self, view: &View, face: Face, documents: &[usize]) -> Vec<At> {
        let has = |claim: &Claim| {
            self.stance.is_none_or(|stance| claim.stance == stance)
                && self.speaker.as_deref().is_none_or(|part| {
                    let name = claim.speaker.map(|names| view.names.word(names[face as usize]).to_lowercase());
                    name.is_some_and(|name| name.contains(part))
                })
        };
        let of = |at: usize| {
            let claims = view.documents[at].claims.iter().enumerate();
            claims.filter(|(_, claim)| has(claim)).map(move |(number, _)| (at, number)).collect::<Vec<_>>()
        };
        documents.iter().flat_map(|at| of(*at)).collect()
    }
}

impl ClaimInfo {
    /// The claim with its words; none where the reading has it no more.
    fn new(opened: &mut Opened<'_>, view: &View, (at, number): At, face: Face) -> Result<Option<Self>, Problem> {
        let document = &view.documents[at];
        let (stored, claim) = (opened.get(at)?, &document.claims[number]);
        let reading = &stored.reading;
        let Some(said) = reading.claims.get(number) else { return Ok(None) };
        let speaker = said.source.as_deref().and_then(|id| reading.actors.iter().find(|actor| actor.id == id));
        let place = said.content.as_ref().or(said.cue.as_ref());
        let sentence = place.and_then(|q| reading.sentences.iter().find(|s| s.start <= q.start && q.start < s.end));
        let text = Characters::new(&stored.document.text);
        let mut seen = HashSet::new();
        let incidents = claim.events.iter().filter_map(|event| view.of_account(at, *event));
        let incidents = incidents.filter(|incident| seen.insert(*incident));
        let id = |(at, number): At| {
            let document = &view.documents[at];
            format!("{}:{}", document.id, document.claims[number].id)
        };
        Ok(Some(Self {
            id: id((at, number)),
            document: DocumentInfo::at(view, at, face),
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
            incidents: incidents.map(|at| IncidentName::new(view, at, face)).collect(),
            disputes: view.disputes((at, number)).into_iter().map(id).collect(),
        }))
    }
}
