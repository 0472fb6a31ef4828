//! What comes out: the record of one document, as the contract `dateline/reading/1` says.
//!
//! These types are the schema: `dateline schema` prints what [`schema`] makes of them. Offsets count Unicode code points
//! of the document's text, half open, and every [`Quote`] satisfies `text[start:end] == quote`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod words;

pub use words::*;

/// The name of the contract that a [`Reading`] follows.
pub const SCHEMA: &str = "dateline/reading/1";

/// What one document says: its events, who says so, and the words each field rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Reading", extend("$id" = SCHEMA))]
pub struct Reading {
    /// Always [`SCHEMA`].
    #[schemars(extend("const" = SCHEMA))]
    pub schema: String,
    /// What is known of the document itself.
    pub document: DocumentInfo,
    /// The program, lexicon and models that made this reading.
    pub coder: Coder,
    /// The text in reading order, as sentences.
    pub sentences: Vec<SentenceSpan>,
    /// Expressions of time.
    pub times: Vec<Time>,
    /// Places, each with all its mentions.
    pub places: Vec<Place>,
    /// Actors, each with all its mentions.
    pub actors: Vec<Actor>,
    /// Events, whatever their status.
    pub events: Vec<Event>,
    /// Who says what.
    pub claims: Vec<Claim>,
    /// How claims bear on each other.
    pub links: Vec<Link>,
    /// How actors stand to each other.
    pub relations: Vec<Relation>,
    /// What is expected, intended or feared.
    pub outlook: Vec<Outlook>,
    /// What the reader could not do, in words ("language not supported: fr"); empty when all went well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// Some words of the text, by code-point offsets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// Exactly `text[start:end]`.
    pub quote: String,
}

/// What is known of the document itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentInfo {
    /// `sha256:<hex>` of the original bytes.
    pub id: String,
    /// The caller's own id.
    pub source_id: Option<String>,
    /// The file read.
    pub path: Option<String>,
    /// The address read.
    pub url: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// ISO 639-1; `und` where it could not be told.
    pub language: String,
    /// The language that it was translated from, where it came with that or says so itself: ISO 639-1, or `und` where it is a
    /// translation of nobody says what. What is no translation has no such field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translated_from: Option<String>,
    /// When the document was published, if that is known.
    pub published: Option<PublishedOn>,
}

/// The publication date and how it was decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedOn {
    /// The day.
    pub date: Date,
    /// The words it was read from, where it was read from the text.
    pub raw: Option<String>,
    /// Where these words stand.
    pub span: Option<Quote>,
    /// How it was decided, in words: `metadata`, `given`, `DMY: 2026-07-04 is a Saturday, as the text says`.
    pub basis: String,
    /// Other days that the words could mean.
    #[serde(default)]
    pub alternatives: Vec<Date>,
    /// From 0 to 1.
    pub confidence: Option<f64>,
}

/// What made a reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Coder {
    /// Always `dateline`.
    #[schemars(extend("const" = "dateline"))]
    pub name: String,
    /// The program's version.
    pub version: String,
    /// Content hash of the lexicon.
    pub lexicon: String,
    /// Content hash of each model, by name.
    pub models: BTreeMap<String, String>,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SentenceSpan {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// What part it plays on the page.
    pub kind: SentenceKind,
}

/// One expression of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Time {
    /// Its id in this reading.
    pub id: String,
    /// Its words.
    pub span: Quote,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimeKind,
    /// TIMEX3 value: `2026-04-25`, `2026-W27`, `P2M`, `PAST_REF`.
    pub value: String,
    /// First day it covers.
    pub from: Option<Date>,
    /// Last day it covers.
    pub to: Option<Date>,
    /// Id of the time it was counted from, or `published`.
    pub anchor: Option<String>,
}

/// TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimeKind {
    /// A day or longer.
    Date,
    /// A part of a day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

/// One place with all its mentions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Its id in this reading.
    pub id: String,
    /// Its usual name.
    pub name: String,
    /// What it is.
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Name of the first-level division.
    pub admin1: Option<String>,
    /// Name of the second-level division.
    pub admin2: Option<String>,
    /// WGS 84 degrees; null for an area and for what could not be located.
    pub lat: Option<f64>,
    /// WGS 84 degrees.
    pub lon: Option<f64>,
    /// For instance `geonames:2450173`.
    pub gazetteer: Option<String>,
    /// How far the coordinates may be trusted.
    pub precision: Precision,
    /// The place from which it is told ("south of Kidal").
    pub anchor: Option<Anchor>,
    /// Other places that the name could mean.
    #[serde(default)]
    pub alternatives: Vec<PlaceAlternative>,
    /// From 0 to 1.
    pub confidence: Option<f64>,
    /// The words that name it.
    pub mentions: Vec<Quote>,
}

/// A place told from another: "30 km south of Kidal".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Anchor {
    /// Id of the other place.
    pub place: String,
    /// Direction from it.
    pub bearing: Option<Bearing>,
    /// Distance from it, in kilometres.
    pub distance_km: Option<f64>,
}

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "compass points")]
pub enum Bearing {
    N,
    NE,
    E,
    SE,
    S,
    SW,
    W,
    NW,
    #[serde(rename = "near")]
    Near,
}

/// Another place that a name could mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceAlternative {
    /// Its name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// WGS 84 degrees.
    pub lat: Option<f64>,
    /// WGS 84 degrees.
    pub lon: Option<f64>,
    /// For instance `geonames:2450173`.
    pub gazetteer: Option<String>,
}

/// One actor with all its mentions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Actor {
    /// Its id in this reading.
    pub id: String,
    /// Its fullest name or description in the text.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector code.
    pub sector: Option<String>,
    /// Id in the actor lexicon, when resolved; never a name that the text does not support.
    pub known_as: Option<String>,
    /// The office a person holds.
    pub office: Option<String>,
    /// Id of the actor that this one belongs to.
    pub affiliation: Option<String>,
    /// Ids of the members of a collective.
    #[serde(default)]
    pub members: Vec<String>,
    /// Who may be named in an export.
    pub public_role: PublicRole,
    /// Names, descriptions and pronouns that refer to it.
    pub mentions: Vec<Quote>,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Its id in this reading.
    pub id: String,
    /// What kind of act it is, in three ontologies.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// Whether it happened.
    pub status: Status,
    /// When, if the text tells.
    pub when: Option<When>,
    /// Where, if the text tells.
    #[serde(rename = "where")]
    pub places: Vec<Where>,
    /// Who did it, to whom, with what.
    pub participants: Vec<Participant>,
    /// The toll; empty means not reported.
    pub casualties: Vec<Casualties>,
    /// Who asserts, denies or doubts which field.
    pub assertions: Vec<Assertion>,
    /// The episode that contains it.
    pub part_of: Option<String>,
    /// How it ended, if the text tells.
    pub outcome: Option<Outcome>,
    /// First the trigger, then its clause or sentence, then its further accounts in the document.
    #[schemars(length(min = 1))]
    pub evidence: Vec<Quote>,
    /// From 0 to 1.
    pub confidence: Option<f64>,
    /// The lexicon entry or model that read it, for `--explain`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// The type of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventType {
    /// One of PLOVER's sixteen types, upper case.
    pub plover: String,
    /// PLOVER's mode.
    pub mode: Option<String>,
    /// PLOVER's contexts.
    #[serde(default)]
    pub contexts: Vec<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// ACLED's type and sub-type; null where ACLED does not code such an act.
    pub acled: Option<AcledType>,
}

/// ACLED's type and sub-type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "ACLED's own column names")]
pub struct AcledType {
    pub event_type: String,
    pub sub_event_type: String,
}

/// When an event took place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct When {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// How fine the text tells it.
    pub precision: TimePrecision,
    /// Time of day in words or as `HH:MM`.
    pub time: Option<String>,
    /// Whether it was concluded (from the publication date, say) and not said.
    pub inferred: bool,
}

/// Where an event took place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Where {
    /// Id of the place.
    pub place: String,
    /// Whether it was concluded and not said.
    pub inferred: bool,
}

/// Who or what took part in an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Participant {
    /// The part it played.
    pub role: Role,
    /// Whether it is somebody or something.
    pub kind: ParticipantKind,
    /// Id of the actor; null for things, and where nobody could be resolved.
    pub actor: Option<String>,
    /// The words.
    pub span: Option<Quote>,
    /// Whether it was concluded and not said.
    pub inferred: bool,
}

/// A toll as the text gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Casualties {
    /// What happened to them.
    pub kind: CasualtyKind,
    /// The least number that the words allow.
    pub low: Option<u32>,
    /// The number that the words give; null where they give none ("a number of").
    pub best: Option<u32>,
    /// The greatest number that the words allow; null where open ("at least").
    pub high: Option<u32>,
    /// Who they are: an actor id, or the words.
    pub victims: Option<String>,
    /// Whose figure it is: an actor id, or `outlet`.
    pub source: Option<String>,
    /// The words.
    pub span: Option<Quote>,
}

/// Who asserts, denies or doubts one field of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Assertion {
    /// Which field.
    pub field: AssertedField,
    /// How the source stands to it.
    pub stance: Stance,
    /// Actor id, or `outlet`.
    pub source: String,
    /// Id of the claim.
    pub claim: Option<String>,
}

/// How an event ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    /// How.
    pub value: OutcomeValue,
    /// The words.
    pub span: Option<Quote>,
}

/// Who says what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// Its id in this reading.
    pub id: String,
    /// Actor id, or `outlet` for the article's own voice; null where the text names nobody.
    pub source: Option<String>,
    /// The words that name the source.
    pub source_span: Option<Quote>,
    /// The words that attribute ("said that").
    pub cue: Option<Quote>,
    /// What is said.
    pub content: Option<Quote>,
    /// What kind of statement it is.
    pub kind: ClaimKind,
    /// Whether it stands in quotation marks.
    pub direct: bool,
    /// Id of the claim that this one is nested in.
    pub within: Option<String>,
    /// Ids of the events it is about.
    #[serde(default)]
    pub events: Vec<String>,
}

/// How one claim bears on another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// How.
    #[serde(rename = "type")]
    pub kind: LinkKind,
    /// Id of a claim.
    pub from: String,
    /// Id of a claim.
    pub to: String,
}

/// How one actor stands to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Relation {
    /// Actor id.
    pub subject: String,
    /// How.
    #[serde(rename = "type")]
    pub kind: RelationKind,
    /// Actor, place or event id.
    pub object: String,
    /// When it holds.
    pub tense: Tense,
    /// Who says so: actor id, or `outlet`.
    pub source: Option<String>,
    /// The words.
    pub evidence: Option<Quote>,
}

/// What somebody expects, intends or fears.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outlook {
    /// Its id in this reading.
    pub id: String,
    /// Actor id, or `outlet`.
    pub speaker: Option<String>,
    /// The words.
    pub evidence: Option<Quote>,
    /// The chance that the speaker gives it.
    pub modality: Modality,
    /// Polarity of the proposition as worded.
    pub polarity: Polarity,
    /// The days that it speaks of.
    pub horizon: Option<Horizon>,
    /// Ids of the events foreseen.
    #[serde(default)]
    pub events: Vec<String>,
}

/// The days that a prediction speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Horizon {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// The JSON Schema of a [`Reading`], made from these types.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Reading)
}
