//! The API's description is held against what is really answered.

use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use dateline_serve::{Let, Role, demo};
use jsonschema::Validator;
use serde_json::{Value, json};
use ureq::Body;
use ureq::http::Response;

use crate::common::{Served, password, reader};

/// The description, and what was held against it.
struct Description {
    all: Value,
    validators: HashMap<(String, String, String), Validator>,
    /// Operations that were answered with success.
    tried: BTreeSet<(String, String)>,
}

impl Description {
    fn of(served: &Served) -> Self {
        let all = served.get("/openapi.json");
        assert_eq!(all["openapi"], "3.1.0");
        Self { all, validators: HashMap::new(), tried: BTreeSet::new() }
    }

    /// All operations: their paths and methods.
    fn operations(&self) -> BTreeSet<(String, String)> {
        let paths = self.all["paths"].as_object().unwrap().iter();
        let of = |(path, methods): (&String, &Value)| {
            let methods = methods.as_object().unwrap().keys();
            methods.map(|method| (path.clone(), method.clone())).collect::<Vec<_>>()
        };
        paths.flat_map(of).collect()
    }

    /// An answer is one of those that are described: its status, its media type, and, where it is JSON, its data.
    fn hold(&mut self, method: &str, path: &str, asked: &str, mut answer: Response<Body>) -> (u16, Value) {
        let status = answer.status().as_u16();
        let media = answer.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
        let bytes = answer.body_mut().read_to_vec().unwrap();
        let described = &self.all["paths"][path][method]["responses"][status.to_string()];
        assert!(described.is_object(), "{method} {asked} is answered with {status}, which {path} does not describe");
        let content = described.get("content").and_then(Value::as_object);
        let media = media.as_deref().and_then(|media| media.split(';').next()).unwrap_or_default().trim();
        if content.is_none_or(serde_json::Map::is_empty) {
            assert!(bytes.is_empty(), "{method} {asked}: a body that is not described");
        } else {
            assert!(content.unwrap().contains_key(media), "{method} {asked} {status} is {media:?}: {described}");
        }
        let value = if media == "application/json" {
            let value: Value = serde_json::from_slice(&bytes).unwrap();
            self.check(method, path, status, &value);
            value
        } else {
            Value::Null
        };
        if status < 300 {
            self.tried.insert((path.to_owned(), method.to_owned()));
        }
        (status, value)
    }

    fn check(&mut self, method: &str, path: &str, status: u16, value: &Value) {
        let key = (method.to_owned(), path.to_owned(), status.to_string());
        let response = &self.all["paths"][path][method]["responses"][&key.2];
        let schema = &response["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{method} {path} {status} is not described");
        let components = &self.all["components"];
        let validator = self.validators.entry(key).or_insert_with(|| {
            let mut own = schema.clone();
            own["components"] = components.clone();
            jsonschema::draft202012::new(&own).unwrap()
        });
        let errors: Vec<String> =
            validator.iter_errors(value).map(|e| format!("{} at {}", e, e.instance_path())).collect();
        assert!(errors.is_empty(), "{method} {path}: {errors:?}\n{value}");
        let mut unknown = Vec::new();
        self.unknown(schema, value, path, &mut unknown);
        assert!(unknown.is_empty(), "{method} {path} gives what it does not describe: {unknown:?}");
    }

    /// No field is given that the description does not name: what is not described, nobody can rely on.
    fn unknown(&self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        let schema = self.resolved(schema);
        match value {
            Value::Array(all) => {
                all.iter().for_each(|one| self.unknown(&schema["items"], one, at, found));
            }
            Value::Object(fields) if schema.get("properties").is_some() || schema.get("allOf").is_some() => {
                let parts: Vec<&Value> = match schema["allOf"].as_array() {
                    Some(parts) => parts.iter().map(|part| self.resolved(part)).collect(),
                    None => vec![schema],
                };
                for (name, value) in fields {
                    match parts.iter().find_map(|part| part["properties"].get(name)) {
                        Some(own) => self.unknown(own, value, &format!("{at}.{name}"), found),
                        None => found.push(format!("{at}.{name}")),
                    }
                }
            }
            _ => {}
        }
    }

    /// What a reference leads to; of alternatives with null, the other.
    fn resolved<'v>(&'v self, schema: &'v Value) -> &'v Value {
        if let Some(name) = schema["$ref"].as_str() {
            let to = self.all.pointer(name.trim_start_matches('#'));
            return self.resolved(to.unwrap_or_else(|| panic!("{name} leads nowhere")));
        }
        let alternatives = schema["oneOf"].as_array().or(schema["anyOf"].as_array());
        match alternatives.and_then(|all| all.iter().find(|one| one["type"] != "null")) {
            Some(one) => self.resolved(one),
            None => schema,
        }
    }
}

const PAGE: [(&str, &str); 1] = [("X-Dateline", "1")];

/// The real addresses of paths that name a thing.
fn real(served: &Served, path: &str) -> Vec<String> {
    match path {
        "/incidents/{id}" => ["country=SDN&sort=-sources&type=ASSAULT", "country=KEN"]
            .map(|query| format!("/incidents/{}", served.incident(query)))
            .into(),
        "/documents/{id}" => {
            let all = served.get("/documents?limit=3");
            all["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|d| format!("/documents/{}", d["id"].as_str().unwrap()))
                .collect()
        }
        _ => vec![path.to_owned()],
    }
}

#[test]
fn answers_are_as_described() {
    let served = Served::demo();
    let mut description = Description::of(&served);
    let post = |path: &str, body: &Value| served.send(&format!("/api/v1{path}"), &PAGE, body);
    let kenyan = served.incident("country=KEN");
    let correct = json!({"verb": "correct", "ids": [kenyan], "field": "killed", "value": "2", "why": "counted"});
    let (status, decided) = description.hold("post", "/decisions", "correct", post("/decisions", &correct));
    assert_eq!((status, &decided["verb"]), (200, &json!("correct")));
    let appeal = json!({"verb": "appeal", "ids": [kenyan], "why": "letter 3: fewer were killed"});
    let (status, asked) = description.hold("post", "/decisions", "appeal", post("/decisions", &appeal));
    assert_eq!(status, 200);
    let answer = json!({"verb": "answer", "ids": [asked["seq"], decided["seq"]], "why": "corrected"});
    assert_eq!(description.hold("post", "/decisions", "answer", post("/decisions", &answer)).0, 200);
    for (body, expected) in [
        (json!({"verb": "accept", "ids": ["i00"], "why": "x"}), 404),
        (json!({"verb": "shout", "ids": [kenyan], "why": "x"}), 400),
        (json!({"verb": "accept", "ids": [kenyan], "why": "x", "more": 1}), 422),
        (json!([1]), 422),
    ] {
        let (status, _) = description.hold("post", "/decisions", "wrong", post("/decisions", &body));
        assert_eq!(status, expected, "{body}");
    }
    let text = "Gunmen killed two farmers in Koro, Mali, on Monday, the mayor said.";
    assert_eq!(description.hold("post", "/read", "a text", post("/read", &json!({"text": text}))).0, 200);
    assert_eq!(description.hold("post", "/read", "long", post("/read", &json!({"text": "a ".repeat(150_000)}))).0, 413);
    // Nobody need log in where a server is for one machine alone.
    let login = json!({"name": "rita", "password": "x"});
    assert_eq!(description.hold("post", "/login", "/login", post("/login", &login)).0, 404);
    for (path, _) in description.operations().into_iter().filter(|(_, method)| method == "get") {
        if path == "/changes" {
            continue;
        }
        for asked in real(&served, &path) {
            let status = description.hold("get", &path, &asked, served.fetch(&format!("/api/v1{asked}"), &[])).0;
            assert_eq!(status, 200, "{asked}");
        }
    }
    for asked in ["/incidents?limit=1000", "/claims?limit=1000", "/disputes?limit=1000", "/review?limit=1000"] {
        let path = asked.split('?').next().unwrap();
        assert_eq!(description.hold("get", path, asked, served.fetch(&format!("/api/v1{asked}"), &[])).0, 200);
    }
    for form in ["csv", "jsonl", "geojson", "parquet", "note"] {
        let asked = format!("/export?unreviewed=1&format={form}");
        let answer = served.fetch(&format!("/api/v1{asked}"), &[]);
        assert_eq!(description.hold("get", "/export", &asked, answer).0, 200);
    }
    for (path, asked) in [("/incidents/{id}", "/incidents/i00"), ("/documents/{id}", "/documents/d00")] {
        assert_eq!(description.hold("get", path, asked, served.fetch(&format!("/api/v1{asked}"), &[])).0, 404);
    }
    // What comes as it happens.
    let mut stream = TcpStream::connect(served.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    write!(stream, "GET /api/v1/changes HTTP/1.1\r\nHost: {}\r\n\r\n", served.address).unwrap();
    let data =
        BufReader::new(stream).lines().map_while(Result::ok).find_map(|l| Some(l.strip_prefix("data: ")?.to_owned()));
    let change: Value = serde_json::from_str(&data.unwrap()).unwrap();
    let schema = json!({"$ref": "#/components/schemas/Change", "components": description.all["components"]});
    assert!(jsonschema::draft202012::new(&schema).unwrap().is_valid(&change), "{change}");
    description.tried.insert(("/changes".into(), "get".into()));

    // Where people log in.
    let desk = Served::with_users(|path| demo::record(path, reader()).unwrap(), &[("rita", Role::Reader)]);
    let send = |path: &str, headers: &[(&str, &str)], body: &Value| desk.send(&format!("/api/v1{path}"), headers, body);
    assert_eq!(description.hold("get", "/record", "/record", desk.fetch("/api/v1/record", &[])).0, 401);
    assert_eq!(description.hold("post", "/login", "wrong", send("/login", &PAGE, &login)).0, 401);
    assert_eq!(description.hold("post", "/login", "elsewhere", send("/login", &[], &login)).0, 403);
    let login = json!({"name": "rita", "password": password("rita")});
    let answer = send("/login", &PAGE, &login);
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    assert_eq!(description.hold("post", "/login", "/login", answer).0, 200);
    let asked = "/export?unreviewed=1";
    let refused = desk.fetch(&format!("/api/v1{asked}"), &[("Cookie", &cookie)]);
    assert_eq!(description.hold("get", "/export", asked, refused).0, 403);
    let guess = json!({"name": "rita", "password": "guess"});
    let guessed = (0..8).map(|_| description.hold("post", "/login", "guess", send("/login", &PAGE, &guess)).0);
    assert!(guessed.collect::<Vec<_>>().contains(&429));
    let left = send("/logout", &[("X-Dateline", "1"), ("Cookie", &cookie)], &json!({}));
    assert_eq!(description.hold("post", "/logout", "/logout", left).0, 204);

    assert_eq!(description.tried, description.operations());
}

/// What nobody means by any parameter, and what somebody may mean by some.
const ODD: [&str; 9] = ["", "0", "-1", "99999999999", "1.5", "x", "\u{0}é<script>", "2026-02-30", "SDN"];

#[test]
fn odd_values_are_answered_as_described() {
    let served = Served::demo();
    let mut description = Description::of(&served);
    let (mut statuses, mut asked_of) = (BTreeSet::new(), BTreeSet::new());
    for (path, method) in description.operations().into_iter().filter(|(path, m)| m == "get" && path != "/changes") {
        let real = real(&served, &path).remove(0);
        let parameters = description.all["paths"][&path]["get"]["parameters"].clone();
        for parameter in parameters.as_array().into_iter().flatten().filter(|p| p["in"] == "query") {
            asked_of.insert((path.clone(), method.clone()));
            for value in ODD {
                let asked = format!("{real}?{}={}", parameter["name"].as_str().unwrap(), encoded(value));
                let answer = served.fetch(&format!("/api/v1{asked}"), &[]);
                let (status, _) = description.hold("get", &path, &asked, answer);
                assert!(status < 500, "{asked}: {status}");
                statuses.insert(status);
            }
        }
    }
    assert!(statuses.contains(&200) && statuses.contains(&400), "{statuses:?}");
    assert!(asked_of.len() > 12 && asked_of.is_subset(&description.tried), "{asked_of:?}");
}

/// As it stands in an address.
fn encoded(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn a_token_is_described() {
    let served = Served::new(|path| demo::record(path, reader()).unwrap(), Let::Token("a word that is long".into()));
    let mut description = Description::of(&served);
    let schemes = description.all["components"]["securitySchemes"].clone();
    assert_eq!(
        (&schemes["token"]["scheme"], &schemes["session"]["name"]),
        (&json!("bearer"), &json!("dateline-session"))
    );
    let answer = served.fetch("/api/v1/record", &[("Authorization", "Bearer a word that is long")]);
    assert_eq!(description.hold("get", "/record", "/record", answer).0, 200);
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
