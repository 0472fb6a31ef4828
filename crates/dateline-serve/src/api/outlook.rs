//! What somebody expects, intends or fears, and whether it came.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use dateline::Lexicon;
use dateline::country::Country;
use dateline::reading::{Event, Modality, Outlook, Reading};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Who;
use crate::api::documents::{DocumentInfo, Opened};
use crate::api::incidents::IncidentName;
use crate::api::{Page, Params};
use crate::app::App;
use crate::problem::{ErrorBody, Problem};
use crate::query::Query;
use crate::view::{Face, View};

/// Some of what is foreseen.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutlookList {
    total: usize,
    next: Option<String>,
    items: Vec<OutlookInfo>,
}

/// What somebody expects, intends or fears.
#[derive(Serialize, ToSchema)]
struct OutlookInfo {
    /// The document's id and the entry's in its reading.
    id: String,
    document: DocumentInfo,
    #[schema(format = Date)]
    published: Option<String>,
    /// The chance that the speaker gives it: certain, likely, possible, unlikely, conditional, intended, feared.
    kind: &'static str,
    /// positive, or negative where it is worded as a no.
    polarity: &'static str,
    text: Option<String>,
    /// Null: the outlet itself, or nobody who is named.
    speaker: Option<String>,
    /// The days that it speaks of.
    horizon: Option<HorizonInfo>,
    /// PLOVER type of what is foreseen.
    #[serde(rename = "type")]
    kind_of_event: Option<String>,
    place: Option<String>,
    /// Whether incidents of the record since then are of this type, in these days and at this place; where it names no
    /// place, in a country that its report tells of. No proof either way.
    outcome: Outcome,
    /// Those incidents; ten at the most.
    #[schema(max_items = 10)]
    incidents: Vec<IncidentName>,
}

/// The days that a prediction speaks of.
#[derive(Serialize, ToSchema)]
struct HorizonInfo {
    #[schema(format = Date)]
    from: Option<String>,
    #[schema(format = Date)]
    to: Option<String>,
}

/// What became of a prediction, as far as the record tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// Its days are not over.
    Open,
    /// Such incidents are in the record.
    Came,
    /// Its days are over, and none is.
    DidNotCome,
    /// It names no type, or no days, or nothing tells where it is to be.
    Unknown,
}

/// How many incidents are shown.
const SHOWN: usize = 10;

/// What is expected, intended or feared in the reports of the incidents that are meant, the newest reports first.
#[utoipa::path(get, path = "/outlook", params(Query, Page),
    responses((status = 200, body = OutlookList), (status = 400, body = ErrorBody)))]
pub(crate) async fn outlook(
    State(app): State<Arc<App>>,
    Extension(who): Extension<Who>,
    Params(query): Params<Query>,
    Params(page): Params<Page>,
) -> Result<Json<OutlookList>, Problem> {
    app.work(move |app, record| {
        let view = app.view_at(query.as_of.as_deref(), record)?;
        let face = who.role.face();
        let documents = query.filter(&view, face, record)?.documents();
        let all = |at: usize| (0..view.documents[at].outlooks).map(move |number| (at, number));
        let part = page.part(documents.into_iter().flat_map(all).collect(), 50)?;
        let now = view.documents.iter().filter_map(|document| document.published).max();
        let mut opened = Opened::new(app, record, &view, face);
        let mut items = Vec::with_capacity(part.items.len());
        for (at, number) in part.items {
            let document = &view.documents[at];
            let stored = opened.get(at)?;
            let reading = &stored.reading;
            let Some(said) = reading.outlook.get(usize::from(number)) else { continue };
            let foreseen = Foreseen::new(reading, said, document.published, &view, at);
            let (outcome, incidents) = foreseen.outcome(&view, face, now, app.reader.lexicon());
            let day = |day: Option<Date>| day.map(|day| day.to_string());
            let speaker = said.speaker.as_deref().and_then(|id| reading.actors.iter().find(|actor| actor.id == id));
            items.push(OutlookInfo {
                id: format!("{}:{}", document.id, said.id),
                document: DocumentInfo::at(&view, at, face),
                published: day(document.published),
                kind: Modality::word(said.modality),
                polarity: said.polarity.word(),
                text: said.evidence.as_ref().map(|evidence| evidence.quote.clone()),
                speaker: speaker.map(|actor| actor.name.clone()),
                horizon: said.horizon.as_ref().map(|h| HorizonInfo { from: day(h.from), to: day(h.to) }),
                kind_of_event: foreseen.event.map(|event| event.kind.plover.clone()),
                place: foreseen.place.map(str::to_owned),
                outcome,
                incidents: incidents.into_iter().take(SHOWN).map(|at| IncidentName::new(&view, at, face)).collect(),
            });
        }
        Ok(Json(OutlookList { total: part.total, next: part.next, items }))
    })
    .await
}

/// What is foreseen, as far as it can be looked for.
struct Foreseen<'r> {
    event: Option<&'r Event>,
    place: Option<&'r str>,
    country: Option<Country>,
    /// Where the report's incidents are.
    around: Vec<Country>,
    /// After this day.
    said: Option<Date>,
    until: Option<Date>,
    from: Option<Date>,
}

impl<'r> Foreseen<'r> {
    fn new(reading: &'r Reading, said: &Outlook, published: Option<Date>, view: &View, document: usize) -> Self {
        let event = reading.events.iter().find(|event| said.events.contains(&event.id));
        let of = |event: &'r Event| reading.places.iter().find(|p| event.places.iter().any(|w| w.place == p.id));
        let place = event.and_then(of);
        Self {
            event,
            place: place.map(|place| place.name.as_str()),
            country: place.and_then(|place| Country::parse(place.country.as_deref()?)),
            around: view.of_document(document).into_iter().filter_map(|at| view.items[at].country).collect(),
            said: published,
            from: said.horizon.as_ref().and_then(|h| h.from),
            until: said.horizon.as_ref().and_then(|h| h.to),
        }
    }

    /// What became of it by the day up to which the record tells, and the incidents that say so.
    fn outcome(&self, view: &View, face: Face, now: Option<Date>, lexicon: &Lexicon) -> (Outcome, Vec<usize>) {
        let (Some(event), Some(said)) = (self.event, self.said) else { return (Outcome::Unknown, Vec::new()) };
        if self.place.is_none() && self.around.is_empty() {
            return (Outcome::Unknown, Vec::new());
        }
        let kind = view.names.find(&event.kind.plover);
        let place = self.place.and_then(|place| view.names.find(place));
        let came = |at: &usize| {
            let item = &view.items[*at];
            let there = match (place, self.country) {
                (Some(_), _) if item.sides(face).place == place => true,
                // Of a land it is enough that it was in it.
                (_, Some(country)) => item.country == Some(country) && self.is_land(country, lexicon),
                // Who names no place speaks of where the rest of the report is.
                _ => self.place.is_none() && item.country.is_some_and(|country| self.around.contains(&country)),
            };
            let then = item.days.is_some_and(|(from, to)| {
                from > said && self.from.is_none_or(|first| to >= first) && self.until.is_none_or(|last| from <= last)
            });
            Some(item.kind) == kind && item.status.is_live() && there && then
        };
        let incidents: Vec<usize> = (0..view.items.len()).filter(came).collect();
        let outcome = match (incidents.is_empty(), self.until) {
            (false, _) => Outcome::Came,
            (true, Some(last)) if now.is_some_and(|now| now > last) => Outcome::DidNotCome,
            (true, Some(_)) => Outcome::Open,
            (true, None) => Outcome::Unknown,
        };
        (outcome, incidents)
    }

    /// Whether the place that is named is the country itself.
    fn is_land(&self, country: Country, lexicon: &Lexicon) -> bool {
        self.place.is_some_and(|place| lexicon.countries.name(country) == Some(place))
    }
}
