//! One incident with everything that it rests on.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::{Extension, Json};
use dateline::reading::{AssertedField, Casualties, Event, Quote, Reading, Role, Stance};
use dateline_record::{Decision, Field, RecordedIncident, Review};
use dateline_tables::Seen;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Who;
use crate::api::Params;
use crate::api::documents::DocumentInfo;
use crate::api::incidents::Summary;
use crate::app::App;
use crate::graphic;
use crate::problem::{ErrorBody, Problem};
use crate::query::state_word;
use crate::redact;
use crate::text::Characters;
use crate::view::{Face, View};

/// One incident with everything that it rests on.
#[derive(Serialize, ToSchema)]
pub(crate) struct IncidentDetail {
    summary: Summary,
    /// As merging made it, before what people set: the form of `dateline merge --format jsonl`.
    #[schema(value_type = Object)]
    incident: dateline::incident::Incident,
    /// Fields that people set.
    corrections: BTreeMap<&'static str, CorrectionInfo>,
    /// What people decided, the first first.
    decisions: Vec<DecisionInfo>,
    accounts: Vec<AccountInfo>,
}

/// A field as a person set it.
#[derive(Serialize, ToSchema)]
pub(crate) struct CorrectionInfo {
    /// Empty where nothing is known.
    value: String,
    who: String,
    why: String,
    at: String,
}

/// What a person decided.
#[derive(Serialize, ToSchema)]
pub(crate) struct DecisionInfo {
    /// Its number, by which it can be taken back.
    seq: String,
    at: String,
    verb: &'static str,
    field: Option<&'static str>,
    value: Option<String>,
    who: String,
    why: String,
}

impl From<&Decision> for DecisionInfo {
    fn from(decision: &Decision) -> Self {
        let Decision { seq, at, verb, field, value, who, why, .. } = decision.clone();
        let (verb, field) = (verb.word(), field.map(Field::word));
        Self { seq: seq.to_string(), at, verb, field, value, who, why }
    }
}

/// What people decided about one account.
#[derive(Serialize, ToSchema)]
struct ReviewInfo {
    state: &'static str,
    corrections: BTreeMap<&'static str, CorrectionInfo>,
    decisions: Vec<DecisionInfo>,
}

impl ReviewInfo {
    fn new(review: &Review, seen: Option<&Seen<'_>>, face: Face) -> Self {
        Self {
            state: state_word(review.state),
            corrections: corrections(review, seen),
            decisions: decisions(review, face),
        }
    }
}

/// One report's account.
#[derive(Serialize, ToSchema)]
struct AccountInfo {
    document: DocumentInfo,
    /// As the reading has it; null where the report tells the same story without an event of its own.
    #[schema(value_type = Option<crate::openapi::Event>)]
    event: Option<Event>,
    /// The id of the event in the record, for decisions on it alone.
    event_id: Option<String>,
    /// Where the event is told.
    sentence: Option<Passage>,
    /// What its words stand for, in the order of the text.
    marks: Vec<Mark>,
    asserts: Vec<Said>,
    denies: Vec<Said>,
    tolls: Vec<TollInfo>,
    review: ReviewInfo,
    /// The id of the document that this one is a copy of.
    copies_of: Option<String>,
    /// Whether its words show violence done to bodies: a page asks before it shows them.
    graphic: bool,
}

/// Some words of a document, by characters of its text.
#[derive(Serialize, ToSchema)]
pub(crate) struct Passage {
    pub(crate) text: String,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Words of a document that stand for something.
#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
struct Mark {
    start: u32,
    end: u32,
    /// trigger, initiator, recipient, party, instrument, when, where, toll, outcome, claim.
    role: &'static str,
}

/// Who asserts, denies or doubts what.
#[derive(Serialize, ToSchema)]
struct Said {
    /// Null: the outlet itself.
    who: Option<String>,
    /// Which field of the event.
    field: &'static str,
    /// asserts, denies, doubts.
    stance: &'static str,
    /// The id of the claim in the reading.
    claim: Option<String>,
    /// What is said.
    words: Option<String>,
    start: Option<u32>,
    end: Option<u32>,
}

/// A figure, and who gives it.
#[derive(Serialize, ToSchema)]
struct TollInfo {
    /// killed, injured, ...
    kind: &'static str,
    low: Option<u32>,
    best: Option<u32>,
    high: Option<u32>,
    /// Null: the outlet itself.
    who: Option<String>,
    words: Option<String>,
    start: Option<u32>,
    end: Option<u32>,
}

/// The moment that is meant.
#[derive(Clone, Debug, Default, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct AsOf {
    /// As the record stood at an instant, or at the end of a day.
    #[param(schema_with = crate::openapi::instant)]
    pub(crate) as_of: Option<String>,
}

/// One incident with everything that it rests on.
#[utoipa::path(get, path = "/incidents/{id}", params(("id" = String, Path, description = "Its whole id."), AsOf),
    responses((status = 200, body = IncidentDetail), (status = 404, body = ErrorBody)))]
pub(crate) async fn incident(
    State(app): State<Arc<App>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
    Params(AsOf { as_of }): Params<AsOf>,
) -> Result<Json<IncidentDetail>, Problem> {
    let missing = |id: &str| Problem::missing(format!("no incident has the id {id:?}; it may have been merged anew"));
    app.work(move |app, record| {
        let view = app.view_at(as_of.as_deref(), record)?;
        let at = view.position(&id).ok_or_else(|| missing(&id))?;
        let recorded = record.recorded(&id, view.moment)?.ok_or_else(|| missing(&id))?;
        let face = who.role.face();
        let seen = (face == Face::Shielded).then(|| Seen::new(&recorded, app.reader.lexicon()));
        Ok(Json(IncidentDetail {
            summary: Summary::new(&view, at, face),
            incident: match face {
                Face::Open => recorded.named(),
                Face::Shielded => redact::incident(&recorded, app.reader.lexicon()),
            },
            corrections: corrections(&recorded.review, seen.as_ref()),
            decisions: decisions(&recorded.review, face),
            accounts: accounts(app, &view, &recorded, seen.as_ref(), face),
        }))
    })
    .await
}

/// What people decided; who they are and their reasons, which may hold names, are not for readers.
fn decisions(review: &Review, face: Face) -> Vec<DecisionInfo> {
    let open = face == Face::Open;
    review.decisions.iter().filter(|_| open).map(DecisionInfo::from).collect()
}

/// What people set; to readers without who and why, and by names that they may see.
fn corrections(review: &Review, seen: Option<&Seen<'_>>) -> BTreeMap<&'static str, CorrectionInfo> {
    let of = |(field, c): (&Field, &dateline_record::Correction)| {
        let dateline_record::Correction { value, who, why, at } = c.clone();
        let info = match seen {
            None => CorrectionInfo { value, who, why, at },
            Some(seen) => {
                CorrectionInfo { value: seen.set(*field, &value), who: String::new(), why: String::new(), at }
            }
        };
        (field.word(), info)
    };
    review.corrections.iter().map(of).collect()
}

fn accounts(
    app: &App,
    view: &View,
    recorded: &RecordedIncident,
    seen: Option<&Seen<'_>>,
    face: Face,
) -> Vec<AccountInfo> {
    let members = recorded.incident.members.iter().zip(&recorded.accounts);
    let accounts = members.map(|(member, account)| {
        let shielded = (face == Face::Shielded).then(|| redact::report(&account.report, app.reader.lexicon()));
        let stored = shielded.as_ref().unwrap_or(&account.report);
        let (reading, text) = (&stored.reading, Characters::new(&stored.document.text));
        let event = account.event.and_then(|event| reading.events.get(event));
        let family = recorded.incident.sources.iter().find(|family| family.contains(&account.report.id));
        let first = family.and_then(|family| family.first()).filter(|first| **first != account.report.id);
        let voices = event.map(|event| Voices { reading, event });
        AccountInfo {
            document: DocumentInfo::of(view, stored, face),
            event_id: member.event.clone(),
            sentence: event.and_then(|event| sentence(reading, event, &text)),
            marks: event.map(|event| marks(reading, event)).unwrap_or_default(),
            asserts: voices.map(|v| v.said(true)).unwrap_or_default(),
            denies: voices.map(|v| v.said(false)).unwrap_or_default(),
            tolls: voices.map(Voices::tolls).unwrap_or_default(),
            review: ReviewInfo::new(&account.review, seen, face),
            copies_of: first.cloned(),
            graphic: event.is_some_and(|event| graphic::is_in_account(stored, event, &text, app.reader.lexicon())),
            event: event.cloned(),
        }
    });
    accounts.collect()
}

/// The sentence of the trigger.
fn sentence(reading: &Reading, event: &Event, text: &Characters<'_>) -> Option<Passage> {
    let (start, end) = graphic::sentence(reading, event)?;
    Some(Passage { text: text.slice(start, end).to_owned(), start, end })
}

fn marks(reading: &Reading, event: &Event) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut add = |role, quote: Option<&Quote>| {
        marks.extend(quote.map(|q| Mark { start: q.start, end: q.end, role }));
    };
    add("trigger", event.evidence.first());
    for participant in &event.participants {
        let role = match participant.role {
            Role::Initiator => "initiator",
            Role::Recipient => "recipient",
            Role::Party => "party",
            Role::Instrument => "instrument",
        };
        add(role, participant.span.as_ref());
    }
    for toll in &event.casualties {
        add("toll", toll.span.as_ref());
    }
    add("outcome", event.outcome.as_ref().and_then(|outcome| outcome.span.as_ref()));
    let trigger = event.evidence.first();
    let sentence = reading.sentences.iter().find(|s| trigger.is_some_and(|t| s.start <= t.start && t.start < s.end));
    let near = |quote: &&Quote| sentence.is_some_and(|s| s.start <= quote.start && quote.end <= s.end);
    if let Some(when) = event.when.as_ref().filter(|when| when.from.is_some()) {
        let times = reading.times.iter().filter(|t| t.from == when.from && t.to == when.to).map(|t| &t.span);
        times.filter(near).for_each(|span| add("when", Some(span)));
    }
    for place in event.places.iter().filter_map(|w| reading.places.iter().find(|p| p.id == w.place)) {
        place.mentions.iter().filter(near).for_each(|span| add("where", Some(span)));
    }
    let claims: Vec<&str> = event.assertions.iter().filter_map(|a| a.claim.as_deref()).collect();
    for claim in reading.claims.iter().filter(|claim| claims.contains(&claim.id.as_str())) {
        add("claim", claim.content.as_ref());
    }
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// Who speaks of an event.
#[derive(Clone, Copy)]
struct Voices<'r> {
    reading: &'r Reading,
    event: &'r Event,
}

impl Voices<'_> {
    fn name(self, id: &str) -> Option<String> {
        self.reading.actors.iter().find(|actor| actor.id == id).map(|actor| actor.name.clone())
    }

    fn said(self, asserts: bool) -> Vec<Said> {
        let all = self.event.assertions.iter().filter(|a| (a.stance == Stance::Asserts) == asserts);
        all.map(|assertion| {
            let claim = assertion.claim.as_deref().and_then(|id| self.reading.claims.iter().find(|c| c.id == id));
            let content = claim.and_then(|claim| claim.content.as_ref());
            Said {
                who: self.name(&assertion.source),
                field: AssertedField::word(assertion.field),
                stance: assertion.stance.word(),
                claim: assertion.claim.clone(),
                words: content.map(|c| c.quote.clone()),
                start: content.map(|c| c.start),
                end: content.map(|c| c.end),
            }
        })
        .collect()
    }

    fn tolls(self) -> Vec<TollInfo> {
        let all = self.event.casualties.iter();
        all.map(|Casualties { kind, low, best, high, source, span, .. }| TollInfo {
            kind: kind.word(),
            low: *low,
            best: *best,
            high: *high,
            who: source.as_deref().and_then(|id| self.name(id)),
            words: span.as_ref().map(|s| s.quote.clone()),
            start: span.as_ref().map(|s| s.start),
            end: span.as_ref().map(|s| s.end),
        })
        .collect()
    }
}
