//! The API's description: the types of its answers, with the contract of readings taken in.

use std::borrow::Cow;

use dateline::reading::{Stance, Status};
use dateline_record::{Field, State};
use serde_json::{Map, Value, json};
use utoipa::openapi::schema::{AnyOfBuilder, Array, KnownFormat, SchemaFormat, Type};
use utoipa::openapi::{Object, ObjectBuilder, OneOfBuilder, Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::access::{COOKIE, Role};
use crate::query::state_word;

/// Stands for [`dateline::Reading`], whose schema is made by other means.
pub(crate) struct Reading;

impl PartialSchema for Reading {
    fn schema() -> RefOr<Schema> {
        RefOr::Ref(Ref::new("#/components/schemas/Reading"))
    }
}

impl ToSchema for Reading {
    fn name() -> Cow<'static, str> {
        "Reading".into()
    }
}

/// Stands for [`dateline::reading::Event`], likewise.
pub(crate) struct Event;

impl PartialSchema for Event {
    fn schema() -> RefOr<Schema> {
        RefOr::Ref(Ref::new("#/components/schemas/ReadingEvent"))
    }
}

impl ToSchema for Event {
    fn name() -> Cow<'static, str> {
        "ReadingEvent".into()
    }
}

/// Words of a few.
fn one_of<'w>(words: impl IntoIterator<Item = &'w str>) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).build()
}

/// Several of them.
fn several(one: Object) -> Schema {
    Array::new(one).into()
}

/// What may be decided.
pub(crate) fn verb() -> Schema {
    one_of(Role::Editor.verbs().iter().map(|verb| verb.word())).into()
}

/// What may be corrected.
pub(crate) fn field() -> Schema {
    let nothing = ObjectBuilder::new().schema_type(Type::Null).build();
    OneOfBuilder::new().item(nothing).item(one_of(Field::all().map(Field::word))).build().into()
}

/// Whether an event happened.
pub(crate) fn statuses() -> Schema {
    several(one_of(Status::ALL.iter().map(|status| status.word())))
}

/// What people decided.
pub(crate) fn states() -> Schema {
    several(one_of([State::Unreviewed, State::Accepted, State::Rejected].map(state_word)))
}

/// How a claim stands to what it is about.
pub(crate) fn stance() -> Schema {
    one_of([Stance::Asserts, Stance::Denies, Stance::Doubts].iter().map(|stance| stance.word())).into()
}

/// ISO 3166-1 alpha-3.
pub(crate) fn countries() -> Schema {
    several(ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[A-Z]{3}$")).build())
}

/// A day or an instant.
pub(crate) fn instant() -> Schema {
    let of =
        |format| ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::KnownFormat(format))).build();
    AnyOfBuilder::new().item(of(KnownFormat::Date)).item(of(KnownFormat::DateTime)).build().into()
}

/// The description as it is served: what the macros gave, with the contract's schemas among the components.
pub(crate) fn description(given: &utoipa::openapi::OpenApi) -> Value {
    let mut description = serde_json::to_value(given).unwrap_or_default();
    let mut reading = serde_json::to_value(dateline::reading::schema()).unwrap_or_default();
    let mut contract = Map::new();
    if let Some(own) = reading.as_object_mut() {
        own.remove("$schema");
        own.remove("$id");
        if let Some(Value::Object(defs)) = own.remove("$defs") {
            contract.extend(defs.into_iter().map(|(name, schema)| (format!("Reading{name}"), schema)));
        }
    }
    contract.insert("Reading".into(), reading);
    let mut contract = Value::Object(contract);
    turn(&mut contract);
    empties(&mut description);
    if let (Some(all), Value::Object(contract)) =
        (description.pointer_mut("/components/schemas").and_then(Value::as_object_mut), contract)
    {
        all.extend(contract);
    }
    description["info"]["license"] = json!({"name": "MIT OR Apache-2.0"});
    description["components"]["securitySchemes"] = json!({
        "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "What /login sets."},
        "token": {"type": "http", "scheme": "bearer", "description": "The word of `dateline serve --token`."},
    });
    // A server for one machine alone asks for neither.
    description["security"] = json!([{}, {"session": []}, {"token": []}]);
    refusals(&mut description);
    description
}

/// What any part may answer, beside what it says of itself.
const REFUSALS: [(&str, &str); 7] = [
    ("400", "The request makes no sense: the words say why."),
    ("401", "Nobody is logged in."),
    ("403", "Whoever asks may not, or the request comes from another page."),
    ("409", "What is asked for does not fit the record as it stands now."),
    ("429", "Too much is asked for at a time."),
    ("503", "Another program is writing the record."),
    ("504", "The answer takes too long."),
];

/// Likewise, of parts that take a body.
const REFUSALS_OF_BODIES: [(&str, &str); 3] = [
    ("413", "The body is too large."),
    ("415", "The body is not said to be JSON."),
    ("422", "The body is JSON of another form."),
];

fn refusals(description: &mut Value) {
    let paths = description["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    for operation in paths.filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        let of_bodies = REFUSALS_OF_BODIES.iter().filter(|_| operation.get("requestBody").is_some());
        let all: Vec<_> = REFUSALS.iter().chain(of_bodies).collect();
        let Some(responses) = operation["responses"].as_object_mut() else { continue };
        for (status, words) in all {
            let schema = json!({"$ref": "#/components/schemas/ErrorBody"});
            let response = json!({"description": words, "content": {"application/json": {"schema": schema}}});
            responses.entry(*status).or_insert(response);
        }
    }
}

/// A value that is left empty, as forms send it, chooses nothing: see [`crate::api::Params`].
fn empties(description: &mut Value) {
    let paths = description["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    let operations = paths.filter_map(Value::as_object_mut).flat_map(Map::values_mut);
    let parameters = operations.filter_map(|o| o.get_mut("parameters")?.as_array_mut()).flatten();
    for parameter in parameters.filter(|parameter| parameter["in"] == "query") {
        let schema = &mut parameter["schema"];
        let one = if schema["type"] == "array" { &mut schema["items"] } else { schema };
        if *one != json!({"type": "string"}) {
            *one = json!({"anyOf": [one.take(), {"type": "string", "maxLength": 0}]});
        }
    }
}

/// Schemas of their own name each other otherwise than those of a description.
fn turn(value: &mut Value) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(turn),
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                match value {
                    Value::String(to) if name == "$ref" => *to = to.replace("#/$defs/", "#/components/schemas/Reading"),
                    _ => turn(value),
                }
            }
        }
        _ => {}
    }
}
