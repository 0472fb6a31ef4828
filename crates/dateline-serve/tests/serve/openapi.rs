//! The API's description is held against what is really answered.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::common::Served;

/// The schema of an answer, with all components that it may name.
fn schema(description: &Value, path: &str, method: &str, status: &str) -> Value {
    let answer = &description["paths"][path][method]["responses"][status];
    let mut schema = answer["content"]["application/json"]["schema"].clone();
    assert!(schema.is_object(), "{method} {path} {status} is not described: {answer}");
    schema["components"] = description["components"].clone();
    schema
}

fn check(description: &Value, path: &str, method: &str, status: &str, value: &Value) {
    let validator = jsonschema::draft202012::new(&schema(description, path, method, status)).unwrap();
    let errors: Vec<String> = validator.iter_errors(value).map(|e| format!("{} at {}", e, e.instance_path())).collect();
    assert!(errors.is_empty(), "{method} {path}: {errors:?}\n{value}");
}

/// No field is given that the description does not name: what is not described, nobody can rely on.
fn unknown(schema: &Value, description: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let schema = resolved(schema, description);
    match value {
        Value::Array(all) => {
            let items = resolved(&schema["items"], description);
            all.iter().for_each(|one| unknown(items, description, one, at, found));
        }
        Value::Object(fields) if schema.get("properties").is_some() || schema.get("allOf").is_some() => {
            let parts: Vec<&Value> = match schema["allOf"].as_array() {
                Some(parts) => parts.iter().map(|part| resolved(part, description)).collect(),
                None => vec![schema],
            };
            for (name, value) in fields {
                match parts.iter().find_map(|part| part["properties"].get(name)) {
                    Some(own) => unknown(own, description, value, &format!("{at}.{name}"), found),
                    None => found.push(format!("{at}.{name}")),
                }
            }
        }
        _ => {}
    }
}

/// What a reference leads to; of alternatives with null, the other.
fn resolved<'v>(schema: &'v Value, description: &'v Value) -> &'v Value {
    if let Some(name) = schema["$ref"].as_str() {
        let to = description.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("{name} leads nowhere"));
        return resolved(to, description);
    }
    let alternatives = schema["oneOf"].as_array().or(schema["anyOf"].as_array());
    match alternatives.and_then(|all| all.iter().find(|one| one["type"] != "null")) {
        Some(one) => resolved(one, description),
        None => schema,
    }
}

#[test]
fn answers_are_as_described() {
    let served = Served::demo();
    let description = served.get("/openapi.json");
    assert_eq!(description["openapi"], "3.1.0");
    let incident = served.incident("country=SDN&sort=-sources&type=ASSAULT");
    let kenyan = served.incident("country=KEN");
    let correct = json!({"verb": "correct", "ids": [kenyan], "field": "killed", "value": "2", "why": "counted"});
    let (status, decision) = served.post("/decisions", &correct);
    assert_eq!(status, 200);
    check(&description, "/decisions", "post", "200", &decision);
    let (status, error) = served.post("/decisions", &json!({"verb": "accept", "ids": ["i00"], "why": "x"}));
    assert_eq!(status, 404);
    check(&description, "/decisions", "post", "404", &error);
    let text = "Gunmen killed two farmers in Koro, Mali, on Monday, the mayor said.";
    let (_, read) = served.post("/read", &json!({"text": text}));
    check(&description, "/read", "post", "200", &read);
    let document = served.get(&format!("/incidents/{incident}"))["accounts"][0]["document"]["id"].clone();
    let mut tried: BTreeSet<&str> = ["/decisions", "/read", "/login", "/logout", "/export", "/changes"].into();
    for (path, real) in [
        ("/record", "/record".to_owned()),
        ("/incidents", "/incidents?limit=1000".into()),
        ("/incidents/{id}", format!("/incidents/{incident}")),
        ("/incidents/{id}", format!("/incidents/{kenyan}")),
        ("/facets", "/facets".into()),
        ("/map", "/map?zoom=5".into()),
        ("/timeline", "/timeline?by=week".into()),
        ("/graph", "/graph".into()),
        ("/claims", "/claims?limit=1000".into()),
        ("/outlook", "/outlook?limit=1000".into()),
        ("/documents", "/documents?limit=1000".into()),
        ("/documents/{id}", format!("/documents/{}", document.as_str().unwrap())),
        ("/review", "/review?limit=1000".into()),
    ] {
        let value = served.get(&real);
        check(&description, path, "get", "200", &value);
        let schema = &description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        let mut found = Vec::new();
        unknown(schema, &description, &value, path, &mut found);
        assert!(found.is_empty(), "{path}: {found:?}");
        tried.insert(path);
    }
    let all: BTreeSet<&str> = description["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(tried, all);
}

#[test]
fn every_reference_leads_somewhere() {
    let served = Served::demo();
    let description = served.get("/openapi.json");
    walk(&description, &description);
}

fn walk(value: &Value, description: &Value) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| walk(one, description)),
        Value::Object(fields) => {
            if let Some(Value::String(to)) = fields.get("$ref") {
                assert!(description.pointer(to.trim_start_matches('#')).is_some(), "{to} leads nowhere");
            }
            fields.values().for_each(|one| walk(one, description));
        }
        _ => {}
    }
}
