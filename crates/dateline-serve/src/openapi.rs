//! The API's description: the types of its answers, with the contract of readings taken in.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

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
    if let (Some(all), Value::Object(contract)) =
        (description.pointer_mut("/components/schemas").and_then(Value::as_object_mut), contract)
    {
        all.extend(contract);
    }
    description["info"]["license"] = json!({"name": "MIT OR Apache-2.0"});
    description
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
