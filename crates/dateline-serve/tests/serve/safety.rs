//! What must not happen: other pages acting here, words of reports being run, names being told, strangers coming in.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use dateline::{Lexicon, Reader};
use dateline_record::{Draft, Field, Moment, Record, Verb};
use dateline_serve::{Let, Options, Role, Server, demo};
use serde_json::{Value, json};

use crate::common::{Served, answer, ingest, merge, password, reader, report};

const PAGE: [(&str, &str); 1] = [("X-Dateline", "1")];

#[test]
fn answers_say_how_they_may_be_used() {
    let served = Served::demo();
    for (path, policy) in [
        ("/", "script-src 'self'"),
        ("/map/anywhere", "frame-ancestors 'none'"),
        ("/api/v1/record", "default-src 'none'; sandbox"),
        ("/api/v1/nothing", "default-src 'none'; sandbox"),
        ("/api/v1/openapi.json", "default-src 'none'; sandbox"),
        ("/missing.js", "default-src 'none'"),
    ] {
        let response = served.fetch(path, &[]);
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert!(header("content-security-policy").contains(policy), "{path}");
        assert!(!header("content-security-policy").contains("unsafe"), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(header("x-frame-options"), "DENY", "{path}");
    }
    assert_eq!(served.fetch("/", &[]).headers()["content-type"], "text/html; charset=utf-8");
}

/// The status of a request that is written by hand.
fn raw(address: SocketAddr, request: &str) -> u16 {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

#[test]
fn other_names_for_this_machine_are_refused() {
    let served = Served::demo();
    let port = served.address.port();
    for (host, status) in [
        (format!("127.0.0.1:{port}"), 200),
        (format!("localhost:{port}"), 200),
        (format!("[::1]:{port}"), 200),
        ("evil.example".into(), 403),
        (format!("evil.example:{port}"), 403),
        ("localhost.evil.example".into(), 403),
        (String::new(), 403),
    ] {
        let request = format!("GET /api/v1/record HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(raw(served.address, &request), status, "{host}");
        let page = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(raw(served.address, &page), status, "{host}");
    }
    assert_eq!(raw(served.address, "GET /api/v1/record HTTP/1.0\r\n\r\n"), 403);
}

#[test]
fn other_pages_change_nothing() {
    let served = Served::demo();
    let id = served.incident("country=KEN");
    let accept = json!({"verb": "accept", "ids": [id], "why": "x"});
    let own = served.url("");
    for (headers, status) in [
        (vec![], 403),
        (vec![("X-Dateline", "1"), ("Origin", "https://evil.example")], 403),
        (vec![("X-Dateline", "1"), ("Origin", "null")], 403),
        (vec![("X-Dateline", "1"), ("Origin", "http://127.0.0.1:1")], 403),
        (vec![("X-Dateline", "1"), ("Sec-Fetch-Site", "cross-site")], 403),
        (vec![("X-Dateline", "1"), ("Sec-Fetch-Site", "same-site")], 403),
        (vec![("X-Dateline", "1"), ("Origin", own.as_str()), ("Sec-Fetch-Site", "same-origin")], 200),
    ] {
        assert_eq!(served.send("/api/v1/decisions", &headers, &accept).status(), status, "{headers:?}");
    }
    assert_eq!(served.get(&format!("/incidents/{id}"))["decisions"].as_array().unwrap().len(), 1);
    for method in ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"] {
        let host = served.address;
        let request = format!("{method} /api/v1/record HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(raw(served.address, &request), 405, "{method}");
    }
    // A form, which a page elsewhere could send without asking first.
    let host = served.address;
    let form = format!(
        "POST /api/v1/decisions HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/plain\r\nX-Dateline: 1\r\n\
         Content-Length: 2\r\nConnection: close\r\n\r\n{{}}"
    );
    assert_eq!(raw(served.address, &form), 415);
}

#[test]
fn no_path_leads_out() {
    let served = Served::demo();
    let host = served.address;
    for path in [
        "/../Cargo.toml",
        "/..%2f..%2fCargo.toml",
        "/assets/../../Cargo.toml",
        "/%2e%2e/%2e%2e/etc/passwd.txt",
        "//etc/passwd.txt",
        "/assets/..\\..\\Cargo.toml",
        "/war.db",
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let status = raw(served.address, &request);
        assert!(matches!(status, 400 | 404), "{path}: {status}");
    }
    let long =
        format!("GET /api/v1/incidents?q={} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n", "a".repeat(9000));
    assert_eq!(raw(served.address, &long), 400);
    let header = format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {}\r\n\r\n", "a".repeat(300_000));
    assert!(matches!(raw(served.address, &header), 0 | 431), "{}", raw(served.address, &header));
}

/// What reports may hold to make a page run it.
const PAYLOADS: [&str; 6] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "</script><script>alert(1)//",
    "{{constructor.constructor('alert(1)')()}}",
];

#[test]
fn words_of_reports_stay_words() {
    let served = Served::new(
        |path| {
            let reports = PAYLOADS.iter().enumerate().map(|(number, payload)| {
                let text = format!(
                    "Gunmen of the {payload} Front killed {} farmers in Koro, Mali, on Monday, {payload} said. The army \
                     denied it.\n\n{payload}\n\nPolice arrested Amadou {payload} in Bamako, Mali, on Sunday.",
                    number + 2
                );
                let mut document = report(&format!("{payload}{number}"), payload, &text);
                document.url = Some(format!("https://news.example/{payload}"));
                document.publisher = Some((*payload).into());
                document
            });
            ingest(path, reports.collect());
            merge(path);
        },
        Let::Local("<b>Ann</b>".into()),
    );
    let incidents = served.get("/incidents?limit=1000");
    let documents = served.get("/documents?limit=1000");
    assert_eq!(documents["total"], 6);
    let mut paths: Vec<String> =
        ["/record", "/facets", "/map", "/timeline", "/graph", "/claims", "/outlook", "/review"]
            .iter()
            .map(|path| (*path).to_owned())
            .collect();
    let ids = |list: &Value| {
        let all = list["items"].as_array().unwrap().iter();
        all.map(|item| item["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    paths.extend(ids(&incidents).iter().map(|id| format!("/incidents/{id}")));
    paths.extend(ids(&documents).iter().map(|id| format!("/documents/{id}")));
    for path in &paths {
        // As JSON, and as nothing else.
        served.get(path);
    }
    let (title, publisher) = (&documents["items"][0]["title"], &documents["items"][0]["publisher"]);
    assert!(PAYLOADS.contains(&title.as_str().unwrap()) && PAYLOADS.contains(&publisher.as_str().unwrap()));
    // What a person asks comes back in an error, as a string of JSON.
    let mut wrong = served.fetch("/api/v1/incidents?status=%3Cscript%3Ealert(1)%3C/script%3E", &[]);
    assert_eq!(wrong.headers()["content-type"], "application/json");
    let error: Value = serde_json::from_str(&wrong.body_mut().read_to_string().unwrap()).unwrap();
    assert!(error["error"].as_str().unwrap().contains("<script>"), "{error}");
    let csv = served.fetch("/api/v1/export?unreviewed=1", &[]);
    assert!(csv.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));
    // The page is the same whatever is asked for.
    let plain = served.fetch("/", &[]).body_mut().read_to_string().unwrap();
    let asked = served.fetch("/%3Cscript%3Ealert(1)%3C/script%3E?q=%3Cscript%3E", &[]);
    assert_eq!(asked.into_body().read_to_string().unwrap(), plain);
}

/// A report with a private person who was hurt and one who is quoted.
const VICTIMS: &str = "Gunmen killed Bakary Zongotoro, a farmer, in Koro, Mali, on Monday. \"They shot him at his door,\" said his \
    sister Mariama Zongotoro, 34. Gunmen of the Sahel Dawn Front also abducted the trader Issouf Wendelamba near Koro on Monday, \
    President Assimi Testeur said.";

const SECRETS: [&str; 5] = ["Zongotoro", "Bakary", "Wendelamba", "Issouf", "Mariama"];

fn desk() -> Served {
    let make = |path: &std::path::PathBuf| {
        let mut document = report("bakary-zongotoro", "Gunmen kill Bakary Zongotoro in Koro", VICTIMS);
        document.url = Some("https://news.example/gunmen-kill-bakary-zongotoro".into());
        document.publisher = Some("The Bakary Zongotoro Fund".into());
        ingest(path, vec![document]);
        merge(path);
        // What people set and write down, each about the incident and about its account alone.
        let mut record = Record::open(path).unwrap();
        let incident = record.incidents(Moment::NOW).unwrap().map(Result::unwrap).next().unwrap().incident;
        let event = incident.members[0].event.clone().unwrap();
        for id in [incident.incident, event] {
            for (verb, correction) in [
                (Verb::Correct, Some((Field::Recipient, "Bakary Zongotoro".to_owned()))),
                (Verb::Correct, Some((Field::Place, "Zongotoro farm".to_owned()))),
                (Verb::Appeal, None),
            ] {
                let (ids, why) = (vec![id.clone()], "Mariam Zongotoro asks".to_owned());
                record.decide(&Draft { verb, ids, correction, who: "Issouf".into(), why }).unwrap();
            }
        }
    };
    Served::with_users(make, &[("rita", Role::Reader), ("carl", Role::Coder), ("edda", Role::Editor)])
}

/// A cookie and a token of somebody who logged in.
fn login(served: &Served, name: &str) -> (String, String) {
    let response = served.send("/api/v1/login", &PAGE, &json!({"name": name, "password": password(name)}));
    assert_eq!(response.status(), 200);
    let cookie = response.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let (_, record) = answer(served.fetch("/api/v1/record", &[("Cookie", &cookie)]));
    (cookie, record["csrf"].as_str().unwrap().to_owned())
}

#[test]
fn readers_are_told_no_private_names() {
    let served = desk();
    let ((reader, _), (coder, _)) = (login(&served, "rita"), login(&served, "carl"));
    let get = |cookie: &str, path: &str| {
        let (status, value) = answer(served.fetch(&format!("/api/v1{path}"), &[("Cookie", cookie)]));
        assert_eq!(status, 200, "{path}: {value}");
        value
    };
    let mut paths: Vec<String> =
        ["/record", "/incidents", "/facets", "/map", "/timeline", "/graph", "/claims", "/outlook"]
            .iter()
            .chain(&["/documents", "/review", "/disputes", "/export/extent"])
            .map(|path| (*path).to_owned())
            .collect();
    for list in ["/incidents", "/documents"] {
        for item in get(&reader, list)["items"].as_array().unwrap() {
            paths.push(format!("{list}/{}", item["id"].as_str().unwrap()));
        }
    }
    assert!(paths.len() > 12, "{paths:?}");
    let mut open = String::new();
    for path in &paths {
        let seen = get(&reader, path).to_string();
        for secret in SECRETS {
            assert!(!seen.to_lowercase().contains(&secret.to_lowercase()), "{path} tells {secret}: {seen}");
        }
        open.push_str(&get(&coder, path).to_string());
    }
    // Those who work on the record see all of them: the test would notice.
    assert!(SECRETS.iter().all(|secret| open.contains(secret)));
    // Spans still fit their words.
    let document = paths.iter().find(|path| path.starts_with("/documents/")).unwrap();
    let document = get(&reader, document);
    let text: Vec<char> = document["text"].as_str().unwrap().chars().collect();
    let mut quotes = 0;
    check_quotes(&document["reading"], &text, &mut quotes);
    assert!(quotes > 10, "{quotes}");
    assert!(document["text"].as_str().unwrap().contains("[name]"), "{document}");
    // Whoever is only shown the record asks and is told nothing of what others asked.
    let (status, _) = answer(served.fetch("/api/v1/appeals", &[("Cookie", &reader)]));
    assert_eq!(status, 403);
    assert_eq!(get(&coder, "/appeals")["total"], 2);
    // Nor can they be looked for.
    for query in ["q=Zongotoro", "actor=Bakary+Zongotoro"] {
        assert_eq!(get(&reader, &format!("/incidents?{query}"))["total"], 0, "{query}");
    }
    assert_ne!(get(&coder, "/incidents?q=Zongotoro")["total"], 0);
}

fn check_quotes(value: &Value, text: &[char], quotes: &mut usize) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| check_quotes(one, text, quotes)),
        Value::Object(fields) => {
            if let Some(quote) = fields.get("quote").and_then(Value::as_str) {
                let at = |name: &str| fields[name].as_u64().unwrap() as usize;
                assert_eq!(text[at("start")..at("end")].iter().collect::<String>(), quote);
                *quotes += 1;
            }
            fields.values().for_each(|one| check_quotes(one, text, quotes));
        }
        _ => {}
    }
}

#[test]
fn nobody_comes_in_without_a_name() {
    let served = desk();
    for path in ["/record", "/incidents", "/changes", "/export", "/documents/d00"] {
        let (status, error) = answer(served.fetch(&format!("/api/v1{path}"), &[]));
        assert_eq!((status, &error["login"]), (401, &json!(true)), "{path} {error}");
    }
    // The page itself, which shows the form, and the description hold nothing of the record.
    assert_eq!(served.fetch("/", &[]).status(), 200);
    assert_eq!(served.fetch("/api/v1/openapi.json", &[]).status(), 200);
    let forged = [("Cookie", "dateline-session=0123456789")];
    assert_eq!(served.fetch("/api/v1/record", &forged).status(), 401);
    assert_eq!(served.fetch("/api/v1/record", &[("Authorization", "Bearer x")]).status(), 401);
    for (name, password) in [("rita", "wrong"), ("nobody", "the long word of nobody")] {
        let body = json!({"name": name, "password": password});
        assert_eq!(served.send("/api/v1/login", &PAGE, &body).status(), 401);
    }
    assert_eq!(served.send("/api/v1/login", &[], &json!({"name": "rita", "password": password("rita")})).status(), 403);
    // Guessing is slow.
    let guess = json!({"name": "edda", "password": "guess"});
    let statuses: Vec<u16> = (0..8).map(|_| served.send("/api/v1/login", &PAGE, &guess).status().as_u16()).collect();
    assert!(statuses.contains(&429), "{statuses:?}");
}

#[test]
fn roles_decide_what_they_may() {
    let served = desk();
    let people = ["rita", "carl", "edda"].map(|name| (name, login(&served, name)));
    let post = |name: &str, body: &Value| {
        let (_, (cookie, csrf)) = people.iter().find(|(own, _)| *own == name).unwrap();
        let headers = [("X-Dateline", "1"), ("Cookie", cookie.as_str()), ("X-CSRF-Token", csrf.as_str())];
        answer(served.send("/api/v1/decisions", &headers, body))
    };
    let get = |path: &str| answer(served.fetch(&format!("/api/v1{path}"), &[("Cookie", people[2].1.0.as_str())])).1;
    let incidents = get("/incidents");
    let id = |at: usize| incidents["items"][at]["id"].clone();
    let accept = json!({"verb": "accept", "ids": [id(0)], "why": "x"});
    assert_eq!(post("rita", &accept).0, 403);
    let (status, accepted) = post("carl", &accept);
    assert_eq!((status, &accepted["who"]), (200, &json!("carl")));
    let together = json!({"verb": "merge", "ids": [id(0), id(1)], "why": "x"});
    assert_eq!(post("carl", &together).0, 403);
    assert_eq!(post("edda", &together).0, 200);
    let (_, by_edda) = post("edda", &json!({"verb": "reject", "ids": [id(1)], "why": "x"}));
    if by_edda["seq"].is_string() {
        assert_eq!(post("carl", &json!({"verb": "undo", "ids": [by_edda["seq"]], "why": "x"})).0, 403);
    }
    assert_eq!(post("carl", &json!({"verb": "undo", "ids": [accepted["seq"]], "why": "x"})).0, 200);
    // A session's own page alone.
    let cookie = people[1].1.0.as_str();
    for csrf in [None, Some("0000"), Some(people[2].1.1.as_str())] {
        let mut headers = vec![("X-Dateline", "1"), ("Cookie", cookie)];
        headers.extend(csrf.map(|csrf| ("X-CSRF-Token", csrf)));
        assert_eq!(served.send("/api/v1/decisions", &headers, &accept).status(), 403, "{csrf:?}");
    }
    let reader = people[0].1.0.as_str();
    assert_eq!(served.fetch("/api/v1/export?unreviewed=1", &[("Cookie", reader)]).status(), 403);
    assert_eq!(served.fetch("/api/v1/export", &[("Cookie", reader)]).status(), 200);
    // Who leaves is out.
    assert_eq!(served.send("/api/v1/logout", &[("X-Dateline", "1"), ("Cookie", cookie)], &json!({})).status(), 204);
    assert_eq!(served.fetch("/api/v1/record", &[("Cookie", cookie)]).status(), 401);
}

#[test]
fn a_token_lets_in() {
    let served = Served::new(|path| demo::record(path, reader()).unwrap(), Let::Token("a word that is long".into()));
    assert_eq!(served.fetch("/api/v1/record", &[]).status(), 401);
    let (status, record) = answer(served.fetch("/api/v1/record", &[("Authorization", "Bearer a word that is long")]));
    assert_eq!((status, &record["user"]["role"]), (200, &json!("editor")));
    let body = json!({"name": "Ben", "password": "a word that is long"});
    let response = served.send("/api/v1/login", &PAGE, &body);
    let cookie = response.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let (_, record) = answer(served.fetch("/api/v1/record", &[("Cookie", &cookie)]));
    assert_eq!(record["user"]["name"], "Ben");
}

#[test]
fn beyond_this_machine_somebody_must_be_named() {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("war.db");
    demo::record(&record, reader()).unwrap();
    let options = |let_in| Options {
        record: record.clone(),
        bind: "0.0.0.0:0".parse().unwrap(),
        hosts: vec![],
        let_in,
        https: false,
    };
    let error = Server::new(options(Let::Local("Ann".into())), Reader::new(Lexicon::built_in())).err().unwrap();
    assert!(error.to_string().contains("--users FILE"), "{error}");
    Server::new(options(Let::Token("a word that is long".into())), Reader::new(Lexicon::built_in())).unwrap();
}
