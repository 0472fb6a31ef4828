//! The API as a page uses it: queries, lists, details, decisions, files.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use crate::common::{Served, ingest, merge, reader, report};

fn ids(list: &Value) -> Vec<String> {
    list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

fn words<'v>(list: &'v Value, field: &str) -> Vec<&'v str> {
    list["items"].as_array().unwrap().iter().map(|item| item[field].as_str().unwrap_or_default()).collect()
}

#[test]
fn the_record_says_what_it_is() {
    let served = Served::demo();
    let record = served.get("/record");
    assert_eq!(record["name"], "war");
    assert_eq!(record["user"], json!({"name": "Ann", "role": "editor"}));
    assert_eq!(record["documents"], 23);
    assert_eq!(record["last_merge"]["documents_since"], 0);
    assert!(record["incidents"].as_u64().unwrap() > 20, "{record}");
    for (list, value) in [("types", "ASSAULT"), ("statuses", "denied"), ("fields", "killed"), ("profiles", "acled")] {
        assert!(record[list].as_array().unwrap().contains(&json!(value)), "{list}");
    }
}

#[test]
fn a_query_chooses_and_every_view_agrees() {
    let served = Served::demo();
    let all = served.get("/incidents?limit=1000");
    let total = all["total"].as_u64().unwrap();
    let every = |check: &dyn Fn(&Value) -> bool, query: &str| {
        let list = served.get(&format!("/incidents?limit=1000&{query}"));
        let items = list["items"].as_array().unwrap();
        assert!(!items.is_empty() && items.len() < total as usize, "{query}: {} of {total}", items.len());
        assert!(items.iter().all(check), "{query}: {list}");
        // What is left out is not so.
        let kept: BTreeSet<String> = ids(&list).into_iter().collect();
        let others = all["items"].as_array().unwrap().iter().filter(|i| !kept.contains(i["id"].as_str().unwrap()));
        assert!(others.into_iter().all(|item| !check(item)), "{query}");
        let n = list["total"].clone();
        assert_eq!(served.get(&format!("/map?{query}"))["total"], n, "{query}");
        let timeline = served.get(&format!("/timeline?{query}"));
        let dated: u64 = timeline["buckets"].as_array().unwrap().iter().map(|b| b["n"].as_u64().unwrap()).sum();
        assert_eq!(dated + timeline["undated"].as_u64().unwrap(), n.as_u64().unwrap(), "{query}");
        let map = served.get(&format!("/map?zoom=22&{query}"));
        let placed = ["cells", "areas"].iter().flat_map(|part| map[*part].as_array().unwrap());
        let placed: u64 = placed.map(|part| part["n"].as_u64().unwrap()).sum();
        assert_eq!(placed + map["unplaced"].as_u64().unwrap(), n.as_u64().unwrap(), "{query}");
    };
    let day = |item: &Value, field: &str| item[field].as_str().unwrap_or("").to_owned();
    every(&|i| i["type"] == "PROTEST", "type=PROTEST");
    every(&|i| i["type"] == "PROTEST" || i["type"] == "COERCE", "type=PROTEST&type=COERCE");
    every(&|i| i["country"] == "KEN", "country=KEN");
    every(&|i| i["country"] == "KEN" && i["type"] == "ASSAULT", "country=KEN&type=ASSAULT&q=&from=");
    every(&|i| i["disputed"] == true, "disputed=1");
    every(&|i| i["killed"]["best"].as_u64().unwrap_or(0) >= 15, "dead=15");
    every(&|i| day(i, "to").as_str() >= "2026-03-20", "from=2026-03-20");
    every(&|i| !day(i, "from").is_empty() && day(i, "from").as_str() <= "2026-03-12", "to=2026-03-12");
    let within = |i: &Value| {
        let (lat, lon) = (i["lat"].as_f64(), i["lon"].as_f64());
        lat.is_some_and(|lat| (10.0..=20.0).contains(&lat)) && lon.is_some_and(|lon| (-20.0..=5.0).contains(&lon))
    };
    every(&within, "bbox=-20,10,5,20");
    let mills = |i: &Value| {
        ["initiators", "recipients"]
            .iter()
            .any(|side| i[*side].as_array().unwrap().contains(&json!("Red Valley Militia")))
    };
    every(&mills, "actor=Red+Valley+Militia");
    assert_eq!(served.get("/incidents?q=stampede")["items"][0]["country"], "KEN");
    assert_eq!(served.get("/incidents?q=%22nowhere+at+all%22")["total"], 0);
    assert_eq!(served.get("/incidents?country=XXX")["total"], 0);
    assert_eq!(served.get("/incidents?actor=Nobody")["total"], 0);
}

#[test]
fn facets_count_what_each_choice_would_leave() {
    let served = Served::demo();
    let facets = served.get("/facets?type=PROTEST&country=KEN");
    for facet in ["type", "status", "state", "country", "actor"] {
        for counted in facets[facet].as_array().unwrap() {
            let (value, n) = (counted["value"].as_str().unwrap(), &counted["n"]);
            let others = match facet {
                "type" => "country=KEN",
                "country" => "type=PROTEST",
                _ => "type=PROTEST&country=KEN",
            };
            let value = value.replace(' ', "+");
            assert_eq!(&served.get(&format!("/incidents?{others}&{facet}={value}"))["total"], n, "{facet} {value}");
        }
    }
    assert!(facets["type"].as_array().unwrap().len() > 1, "{facets}");
}

#[test]
fn lists_are_sorted_and_come_in_parts() {
    let served = Served::demo();
    for sort in ["date", "-date", "dead", "-dead", "sources", "-sources", "risk", "-risk", "place"] {
        let whole = served.get(&format!("/incidents?limit=1000&sort={sort}"));
        assert_eq!(whole["next"], Value::Null);
        let (mut parts, mut after) = (Vec::new(), String::new());
        loop {
            let part = served.get(&format!("/incidents?limit=7&sort={sort}{after}"));
            assert_eq!(part["total"], whole["total"]);
            parts.extend(ids(&part));
            let Some(next) = part["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        assert_eq!(parts, ids(&whole), "{sort}");
    }
    let risks: Vec<u64> = served.get("/incidents?sort=-risk")["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["risk"].as_u64().unwrap())
        .collect();
    assert!(risks.is_sorted_by(|a, b| a >= b) && risks[0] > 0, "{risks:?}");
    let days = served.get("/incidents?sort=date&limit=1000");
    assert!(words(&days, "from").is_sorted(), "{days}");
}

#[test]
fn timelines_and_maps_bring_together() {
    let served = Served::demo();
    let month = served.get("/timeline?by=month");
    assert_eq!(month["buckets"].as_array().unwrap().len(), 1);
    assert_eq!(month["buckets"][0]["from"], "2026-03-01");
    let week = served.get("/timeline?by=week");
    assert!(words(&json!({"items": week["buckets"]}), "from").contains(&"2026-03-09"), "{week}");
    assert_eq!(served.get("/timeline")["by"], "day");
    let cells = |zoom: u8| served.get(&format!("/map?zoom={zoom}"))["cells"].as_array().unwrap().len();
    assert!(cells(0) < cells(6), "{} {}", cells(0), cells(6));
    let areas = served.get("/map")["areas"].clone();
    let cauca =
        areas.as_array().unwrap().iter().find(|area| area["name"] == "Cauca").unwrap_or_else(|| panic!("{areas}"));
    assert_eq!((&cauca["country"], &cauca["precision"]), (&json!("COL"), &json!("admin1")));
}

#[test]
fn an_incident_shows_its_accounts_side_by_side() {
    let served = Served::demo();
    let id = served.incident("country=SDN&sort=-sources&type=ASSAULT");
    let detail = served.get(&format!("/incidents/{id}"));
    assert_eq!(detail["summary"]["id"], json!(id));
    assert_eq!(detail["incident"]["incident"], json!(id));
    let accounts = detail["accounts"].as_array().unwrap();
    assert!(accounts.len() > 1, "{detail}");
    let mut denied = false;
    for account in accounts {
        let document = served.get(&format!("/documents/{}", account["document"]["id"].as_str().unwrap()));
        let text: Vec<char> = document["text"].as_str().unwrap().chars().collect();
        let slice = |span: &Value| {
            let at = |name: &str| span[name].as_u64().unwrap() as usize;
            text[at("start")..at("end")].iter().collect::<String>()
        };
        let sentence = &account["sentence"];
        assert_eq!(slice(sentence), sentence["text"].as_str().unwrap());
        let trigger = account["marks"].as_array().unwrap().iter().find(|mark| mark["role"] == "trigger").unwrap();
        assert_eq!(slice(trigger), account["event"]["evidence"][0]["quote"].as_str().unwrap());
        for toll in account["tolls"].as_array().unwrap().iter().filter(|toll| !toll["words"].is_null()) {
            assert_eq!(slice(toll), toll["words"].as_str().unwrap());
        }
        denied |= !account["denies"].as_array().unwrap().is_empty();
        let told = document["incidents"].as_array().unwrap();
        assert!(
            told.iter().any(|own| own["id"] == json!(id) && own["title"] == detail["summary"]["title"]),
            "{told:?}"
        );
    }
    assert!(denied, "{detail}");
    let missing = served.fetch("/api/v1/incidents/i000000000000", &[]);
    assert_eq!(missing.status(), 404);
}

#[test]
fn copies_are_told() {
    let served = Served::demo();
    let documents = served.get("/documents?limit=100&q=motorcycles");
    let wire = |name: &str| {
        let all = documents["items"].as_array().unwrap();
        all.iter().find(|d| d["source_id"] == name).unwrap()["id"].clone()
    };
    let id = served.incident("q=motorcycles&type=ASSAULT&sort=-sources");
    let detail = served.get(&format!("/incidents/{id}"));
    let copy = detail["accounts"].as_array().unwrap().iter().find(|a| a["document"]["id"] == wire("dori-4"));
    let copy = copy.unwrap_or_else(|| panic!("{detail}"));
    assert_eq!(copy["copies_of"], wire("dori-1"));
}

#[test]
fn decisions_are_made_and_taken_back() {
    let served = Served::demo();
    let id = served.incident("country=KEN&type=COERCE");
    let correct =
        json!({"verb": "correct", "ids": [id], "field": "killed", "value": "2-5", "why": "the clinic's list"});
    let (status, decision) = served.post("/decisions", &correct);
    assert_eq!((status, &decision["who"], &decision["verb"]), (200, &json!("Ann"), &json!("correct")), "{decision}");
    let summary = |id: &str| served.get(&format!("/incidents/{id}"))["summary"].clone();
    // At once, in the list and in the detail.
    assert_eq!(summary(&id)["killed"], json!({"low": 2, "high": 5, "best": 2}));
    assert_eq!(served.get(&format!("/incidents/{id}"))["corrections"]["killed"]["why"], "the clinic's list");
    let place = json!({"verb": "correct", "ids": [id], "field": "place", "value": "Kisumu", "why": "said so later"});
    assert_eq!(served.post("/decisions", &place).0, 200);
    assert_eq!(summary(&id)["place"], "Kisumu");
    let accept = |id: &str| json!({"verb": "accept", "ids": [id], "why": "two sources"});
    let (_, accepted) = served.post("/decisions", &accept(&id));
    assert_eq!(summary(&id)["state"], "accepted");
    assert_eq!(served.get("/incidents?state=accepted")["total"], 1);
    let undo = json!({"verb": "undo", "ids": [accepted["seq"]], "why": "too early"});
    let (status, undone) = served.post("/decisions", &undo);
    assert_eq!((status, &undone["merging"]), (200, &json!(false)), "{undone}");
    assert_eq!(served.get("/incidents?state=accepted")["total"], 0);
    for (wrong, words) in [
        (json!({"verb": "praise", "ids": [id], "why": "x"}), "none of accept"),
        (json!({"verb": "accept", "ids": ["i00"], "why": "x"}), "has the id"),
        (json!({"verb": "accept", "ids": [id], "why": ""}), "who made it and why"),
        (json!({"verb": "correct", "ids": [id], "field": "colour", "value": "red", "why": "x"}), "is none of"),
        (json!({"verb": "correct", "ids": [id], "field": "date", "value": "soon", "why": "x"}), "expected 2026-04-25"),
        (json!({"verb": "undo", "ids": ["1"], "why": "x"}), "no decision that holds"),
        (json!({"verb": "accept"}), "missing field"),
    ] {
        let (status, answer) = served.post("/decisions", &wrong);
        assert!((400..500).contains(&status), "{status} {answer}");
        assert!(answer["error"].as_str().unwrap().contains(words), "{answer}");
    }
}

#[test]
fn a_split_takes_effect_at_once() {
    let served = Served::demo();
    let id = served.incident("q=motorcycles&type=ASSAULT&sort=-sources");
    let detail = served.get(&format!("/incidents/{id}"));
    let last = detail["accounts"].as_array().unwrap().last().unwrap()["event_id"].clone();
    let incident = format!("/incidents/{id}");
    let accounts = |detail: &Value| detail["accounts"].as_array().unwrap().len();
    let before = accounts(&detail);
    let split = json!({"verb": "split", "ids": [id, last], "why": "another day"});
    let total = |served: &Served| served.get("/incidents")["total"].as_u64().unwrap();
    let all = total(&served);
    let (status, answer) = served.post("/decisions", &split);
    assert_eq!((status, &answer["merging"]), (200, &json!(false)), "{answer}");
    assert_eq!(answer["incidents"].as_array().unwrap().len(), 2, "{answer}");
    let detail = served.get(&incident);
    assert_eq!((accounts(&detail), total(&served)), (before - 1, all + 1));
    assert!(detail["accounts"].as_array().unwrap().iter().all(|account| account["event_id"] != last), "{detail}");
    let undo = json!({"verb": "undo", "ids": [answer["seq"]], "why": "the same day"});
    assert_eq!(served.post("/decisions", &undo).0, 200);
    assert_eq!((accounts(&served.get(&incident)), total(&served)), (before, all));
    // What was put together by hand is one at once, and stands where all would stand after a merger of everything.
    let lists = |served: &Served| ids(&served.get("/incidents?limit=1000&sort=date"));
    let two = lists(&served);
    let merge_two = json!({"verb": "merge", "ids": [two[0], two[1]], "why": "one attack"});
    let (status, merged) = served.post("/decisions", &merge_two);
    assert_eq!((status, merged["incidents"].as_array().map(Vec::len)), (200, Some(1)), "{merged}");
    assert_eq!(total(&served), all - 1);
    let at_once = lists(&served);
    merge(&served.record);
    served.until("/record", |record| {
        record["last_merge"]["seq"].as_u64() > merged["seq"].as_str().and_then(|s| s.parse::<u64>().ok()).map(|s| s + 1)
    });
    assert_eq!(lists(&served), at_once);
}

#[test]
fn what_is_taken_down_is_shown_no_more() {
    let served = Served::demo();
    let id = served.incident("q=motorcycles&type=ASSAULT&sort=-sources");
    let document =
        served.get(&format!("/incidents/{id}"))["accounts"][0]["document"]["id"].as_str().unwrap().to_owned();
    let earlier = served.get("/record")["seq"].clone();
    let takedown = dateline_record::Takedown {
        documents: vec![document.clone()],
        who: "Ann".into(),
        why: "asked for by the family".into(),
    };
    dateline_record::Record::open(&served.record).unwrap().take_down(&takedown).unwrap();
    served.until("/record", |record| record["seq"] != earlier);
    let (status, answer) = served.ask(&format!("/documents/{document}"));
    assert_eq!(status, 410, "{answer}");
    assert!(answer["error"].as_str().unwrap().contains("asked for by the family"), "{answer}");
    for path in ["/incidents?limit=1000", "/documents?limit=1000", "/claims?limit=1000", "/outlook?limit=1000"] {
        let all = served.get(path).to_string();
        assert!(!all.contains(&document), "{path}");
    }
    assert_eq!(served.get("/record")["withdrawn"], 1);
}

#[test]
fn reports_of_one_incident_dispute_each_other() {
    let day = "2026-03-10";
    let mayor = "Gunmen attacked the village of Koro in Mali on 9 March 2026, killing 14 people, the mayor said.";
    let army = "The army denied that gunmen attacked the village of Koro in Mali on 9 March 2026 and killed 14 people.";
    let served = Served::new(
        |path| {
            ingest(path, vec![report("mayor", day, mayor), report("army", day, army)]);
            let mut record = dateline_record::Record::open(path).unwrap();
            let rule = reader().lexicon().merge.get("standard").unwrap();
            record.merge("standard", rule).unwrap();
            let all: Vec<_> = record.incidents(dateline_record::Moment::NOW).unwrap().map(Result::unwrap).collect();
            if all.len() > 1 {
                let ids = all.into_iter().map(|incident| incident.incident.incident).collect();
                let verb = dateline_record::Verb::Merge;
                let draft =
                    dateline_record::Draft { verb, ids, correction: None, who: "Ann".into(), why: "one".into() };
                record.decide(&draft).unwrap();
                record.merge("standard", rule).unwrap();
            }
        },
        dateline_serve::Let::Local("Ann".into()),
    );
    let claims = served.get("/claims?limit=100");
    let items = claims["items"].as_array().unwrap();
    let of = |stance: &str| items.iter().find(|c| c["stance"] == stance).unwrap_or_else(|| panic!("{claims}"));
    let (asserts, denies) = (of("asserts"), of("denies"));
    assert_ne!(asserts["document"]["id"], denies["document"]["id"]);
    assert!(asserts["disputes"].as_array().unwrap().contains(&denies["id"]), "{claims}");
    assert!(denies["disputes"].as_array().unwrap().contains(&asserts["id"]), "{claims}");
    // The pair stands once, what is asserted first, whichever side is asked for.
    for query in ["", "?stance=denies", "?stance=asserts"] {
        let disputes = served.get(&format!("/disputes{query}"));
        let pairs: Vec<(&Value, &Value)> =
            disputes["items"].as_array().unwrap().iter().map(|p| (&p["claim"]["id"], &p["against"]["id"])).collect();
        assert!(pairs.contains(&(&asserts["id"], &denies["id"])), "{disputes}");
        assert!(!pairs.contains(&(&denies["id"], &asserts["id"])), "{disputes}");
        assert_eq!(disputes["total"], pairs.len());
    }
    assert_eq!(served.get("/disputes?speaker=nobody")["total"], 0);
}

#[test]
fn the_queue_gets_shorter() {
    let served = Served::demo();
    let queue = served.get("/review?limit=5");
    let items = queue["items"].as_array().unwrap();
    assert_eq!(items.len(), 5);
    assert!(items.iter().all(|item| !item["reasons"].as_array().unwrap().is_empty()), "{queue}");
    let (next, total) = (queue["next"].as_str().unwrap(), queue["total"].as_u64().unwrap());
    let rest = served.get(&format!("/review?limit=1000&after={next}"));
    assert_eq!(rest["items"].as_array().unwrap().len() as u64 + 5, total);
    assert!(rest["items"].as_array().unwrap().iter().all(|item| !items.contains(item)), "{rest}");
    let first = items[0]["summary"]["id"].clone();
    assert_eq!(served.post("/decisions", &json!({"verb": "reject", "ids": [first], "why": "no"})).0, 200);
    let after = served.get("/review?limit=5");
    assert_eq!(after["total"].as_u64().unwrap() + 1, queue["total"].as_u64().unwrap());
    assert_ne!(after["items"][0]["summary"]["id"], first);
}

#[test]
fn claims_and_outlook_come_with_their_words() {
    let served = Served::demo();
    let claims = served.get("/claims?country=SDN&limit=100");
    let all = claims["items"].as_array().unwrap();
    assert!(all.len() > 5, "{claims}");
    assert!(all.iter().any(|claim| !claim["incidents"].as_array().unwrap().is_empty()), "{claims}");
    let denials = served.get("/claims?stance=denies&limit=100");
    assert!(denials["total"].as_u64().unwrap() > 2, "{denials}");
    assert!(words(&denials, "stance").iter().all(|stance| *stance == "denies"));
    let army = served.get("/claims?speaker=ARMY&limit=100");
    assert!(words(&army, "speaker").iter().all(|speaker| speaker.to_lowercase().contains("army")), "{army}");
    let whole = served.get("/claims?limit=1000");
    let disputed = whole["items"].as_array().unwrap().iter().filter(|c| !c["disputes"].as_array().unwrap().is_empty());
    let pairs: Vec<(&Value, &Value)> =
        disputed.flat_map(|c| c["disputes"].as_array().unwrap().iter().map(move |other| (&c["id"], other))).collect();
    assert!(!pairs.is_empty() && pairs.iter().all(|(a, b)| pairs.contains(&(*b, *a))), "{pairs:?}");
    let part = served.get("/claims?limit=10&after=10");
    assert_eq!(ids(&part), ids(&whole)[10..20]);
    let outlook = served.get("/outlook?limit=100");
    assert!(outlook["total"].as_u64().unwrap() > 2, "{outlook}");
    let known = ["open", "came", "did_not_come", "unknown"];
    assert!(words(&outlook, "outcome").iter().all(|outcome| known.contains(outcome)), "{outlook}");
    let of = |part: &str| {
        let items = outlook["items"].as_array().unwrap();
        items.iter().find(|i| i["text"].as_str().is_some_and(|t| t.contains(part))).unwrap_or_else(|| panic!("{part}"))
    };
    let came = of("protests in Nairobi could resume");
    assert_eq!((&came["outcome"], &came["horizon"]["to"]), (&json!("came"), &json!("2026-03-22")));
    assert_eq!(came["incidents"][0]["from"], "2026-03-19");
    // "The city" is in Sudan: what came elsewhere in the world is not what was feared.
    assert_eq!(of("fighting for the city may intensify")["incidents"], json!([]));
}

#[test]
fn the_graph_has_evidence_on_each_edge() {
    let served = Served::demo();
    let graph = served.get("/graph?country=SDN");
    let names: Vec<&str> = graph["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap()).collect();
    assert!(names.contains(&"Red Valley Militia"), "{graph}");
    let edges = graph["edges"].as_array().unwrap();
    assert!(!edges.is_empty());
    for edge in edges {
        assert!(names.contains(&edge["source"].as_str().unwrap()) && names.contains(&edge["target"].as_str().unwrap()));
        let evidence = [&edge["incidents"], &edge["documents"]];
        assert!(evidence.iter().any(|all| !all.as_array().unwrap().is_empty()), "{edge}");
    }
    assert_eq!(served.get("/graph?limit=2")["nodes"].as_array().unwrap().len(), 2);
}

#[test]
fn a_text_is_read_and_not_kept() {
    let served = Served::demo();
    let before = served.get("/record")["seq"].clone();
    let text = "Gunmen killed two farmers in Koro, Mali, on Monday, the mayor said.";
    let (status, read) = served.post("/read", &json!({"text": text, "published": "2026-03-10"}));
    assert_eq!((status, &read["text"]), (200, &json!(text)), "{read}");
    assert_eq!(read["reading"]["events"][0]["when"]["from"], "2026-03-09");
    assert_eq!(served.get("/record")["seq"], before);
    assert_eq!(served.post("/read", &json!({"text": "a ".repeat(150_000)})).0, 413);
    // What is said to be far too large is refused before it is sent whole, and the connection may be gone by then.
    match served.try_post("/read", &json!({"text": "a ".repeat(600_000)})) {
        Ok(status) => assert_eq!(status, 413),
        Err(error) => assert!(matches!(error, ureq::Error::Io(_)), "{error}"),
    }
    assert_eq!(served.post("/read", &json!({"text": text, "published": "today"})).0, 400);
    // Whoever reads is told where words are that one may want to be spared, by characters.
    let (_, read) = served.post("/read", &json!({"text": "🔥 Police tortured two farmers in Koro on Monday."}));
    assert_eq!(read["graphic"], json!([{"start": 9, "end": 17}]));
}

#[test]
fn files_are_as_export_writes_them() {
    let served = Served::demo();
    let file = |query: &str| {
        let mut response = served.fetch(&format!("/api/v1/export?{query}"), &[]);
        assert_eq!(response.status(), 200);
        let name = response.headers()["content-disposition"].to_str().unwrap().to_owned();
        (name, response.body_mut().read_to_vec().unwrap())
    };
    let rows = |query: &str| String::from_utf8(file(query).1).unwrap().lines().count();
    // The heading alone: nobody has reviewed anything.
    assert_eq!(rows("profile=acled"), 1);
    assert!(rows("profile=acled&unreviewed=1") > 10);
    assert!(rows("profile=acled&unreviewed=1&country=KEN") < rows("profile=acled&unreviewed=1"));
    let id = served.incident("country=PAK&type=ASSAULT&sort=-dead");
    assert_eq!(served.post("/decisions", &json!({"verb": "accept", "ids": [id], "why": "three sources"})).0, 200);
    let (name, csv) = file("profile=acled");
    assert_eq!(name, "attachment; filename=\"war-acled.csv\"");
    let csv = String::from_utf8(csv).unwrap();
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert!(csv.contains("Quetta"), "{csv}");
    assert!(file("format=parquet&unreviewed=1").1.starts_with(b"PAR1"));
    let geojson: Value = serde_json::from_slice(&file("format=geojson&unreviewed=1").1).unwrap();
    assert_eq!(geojson["type"], "FeatureCollection");
    assert_eq!(served.fetch("/api/v1/export?profile=nobodys", &[]).status(), 404);
    assert!(String::from_utf8(file("format=note").1).unwrap().contains("## Purpose and limits"));
    // What is told of a file is so.
    for query in ["profile=acled", "profile=acled&unreviewed=1", "profile=acled&unreviewed=1&coarsen=all"] {
        let (_, geojson) = file(&format!("{query}&format=geojson"));
        let geojson: Value = serde_json::from_slice(&geojson).unwrap();
        let features = geojson["features"].as_array().unwrap();
        let count = |is: &dyn Fn(&Value) -> bool| features.iter().filter(|feature| is(feature)).count();
        let extent = served.get(&format!("/export/extent?{query}"));
        assert_eq!(extent["rows"], features.len(), "{extent}");
        assert_eq!(extent["without_point"], count(&|f| f["geometry"].is_null()), "{extent}");
        assert_eq!(extent["around"], count(&|f| f["geometry"]["type"] == "Polygon"), "{extent}");
        assert_eq!(extent["unreviewed"], if query.contains("unreviewed") { features.len() - 1 } else { 0 }, "{extent}");
        let left_out: u64 = extent["left_out"].as_array().unwrap().iter().map(|l| l["n"].as_u64().unwrap()).sum();
        assert_eq!(extent["rows"].as_u64().unwrap() + left_out, served.get("/incidents")["total"].as_u64().unwrap());
    }
}

#[test]
fn what_is_known_is_not_sent_again() {
    let served = Served::demo();
    for path in ["/record", "/incidents?country=KEN", "/facets", "/map?zoom=3", "/timeline", "/graph", "/review"] {
        let path = format!("/api/v1{path}");
        let first = served.fetch(&path, &[]);
        let tag = first.headers()["etag"].to_str().unwrap().to_owned();
        let mut again = served.fetch(&path, &[("If-None-Match", &tag)]);
        assert_eq!(again.status(), 304, "{path}");
        assert!(again.body_mut().read_to_vec().unwrap().is_empty());
        let sign = if path.contains('?') { '&' } else { '?' };
        assert_eq!(served.fetch(&format!("{path}{sign}x=1"), &[("If-None-Match", &tag)]).status(), 200);
    }
    let tag = served.fetch("/api/v1/record", &[]).headers()["etag"].to_str().unwrap().to_owned();
    let id = served.incident("country=KEN");
    assert_eq!(served.post("/decisions", &json!({"verb": "accept", "ids": [id], "why": "seen"})).0, 200);
    assert_eq!(served.fetch("/api/v1/record", &[("If-None-Match", &tag)]).status(), 200);
}

#[test]
fn the_past_can_be_asked_for() {
    let served = Served::demo();
    let id = served.incident("country=KEN");
    std::thread::sleep(Duration::from_millis(20));
    let before = jiff::Timestamp::now();
    std::thread::sleep(Duration::from_millis(20));
    assert_eq!(served.post("/decisions", &json!({"verb": "reject", "ids": [id], "why": "no"})).0, 200);
    assert_eq!(served.get("/incidents?state=rejected")["total"], 1);
    assert_eq!(served.get(&format!("/incidents?state=rejected&as_of={before}"))["total"], 0);
    assert_eq!(served.get(&format!("/incidents/{id}?as_of={before}"))["summary"]["state"], "unreviewed");
    assert_eq!(served.get("/incidents?as_of=2001-01-01")["total"], 0);
    assert_eq!(served.fetch("/api/v1/incidents?as_of=then", &[]).status(), 400);
}

#[test]
fn wrong_questions_are_told_what_to_do() {
    let served = Served::demo();
    for (path, words) in [
        ("/incidents?status=maybe", "none of happened"),
        ("/incidents?state=open", "expected unreviewed, accepted or rejected"),
        ("/incidents?country=Mali", "three capital letters"),
        ("/incidents?from=yesterday", "expected a day"),
        ("/incidents?bbox=1,2,3", "west,south,east,north"),
        ("/incidents?dead=many", "cannot be read"),
        ("/incidents?limit=0", "expected 1 to 1000"),
        ("/incidents?limit=5000", "expected 1 to 1000"),
        ("/incidents?after=i0", "begin again"),
        ("/incidents?sort=size", "cannot be read"),
        ("/claims?stance=shouts", "none of asserts"),
        ("/claims?after=x", "begin again"),
        ("/map?zoom=99", "expected 0 to 22"),
        ("/documents/d00", "no document"),
        ("/nothing", "openapi.json"),
    ] {
        let mut response = served.fetch(&format!("/api/v1{path}"), &[]);
        let status = response.status().as_u16();
        let body = response.body_mut().read_to_string().unwrap();
        assert!((400..500).contains(&status), "{path}: {status} {body}");
        assert_eq!(response.headers()["content-type"], "application/json", "{path}");
        let error: Value = serde_json::from_str(&body).unwrap();
        assert!(error["error"].as_str().unwrap().contains(words), "{path}: {body}");
    }
}

#[test]
fn changes_of_other_programs_are_told() {
    let served = Served::new(
        |path| {
            ingest(path, vec![report("a", "A raid", "Gunmen killed two farmers in Koro, Mali, on Monday.")]);
            merge(path);
        },
        dateline_serve::Let::Local("Ann".into()),
    );
    let mut stream = TcpStream::connect(served.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    write!(stream, "GET /api/v1/changes HTTP/1.1\r\nHost: {}\r\n\r\n", served.address).unwrap();
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    let mut next = || {
        let data = lines.find_map(|line| line.strip_prefix("data: ").map(str::to_owned)).unwrap();
        serde_json::from_str::<Value>(&data).unwrap()
    };
    let first = next();
    assert_eq!(first["incidents"], 1);
    let tag = served.fetch("/api/v1/incidents", &[]).headers()["etag"].to_str().unwrap().to_owned();
    ingest(&served.record, vec![report("b", "Arrests", "Police arrested nine protesters in Bamako, Mali, on Sunday.")]);
    let second = next();
    assert!(second["seq"].as_i64() > first["seq"].as_i64(), "{second}");
    assert_eq!(served.get("/record")["last_merge"]["documents_since"], 1);
    merge(&served.record);
    let mut last = next();
    while last["incidents"] == 1 {
        last = next();
    }
    assert!(last["incidents"].as_u64() >= Some(2), "{last}");
    assert_eq!(served.get("/incidents?q=Bamako")["items"][0]["type"], "COERCE");
    assert_eq!(served.fetch("/api/v1/incidents", &[("If-None-Match", &tag)]).status(), 200);
}

#[test]
fn a_record_that_was_never_merged_is_empty() {
    let served = Served::new(
        |path| ingest(path, vec![report("a", "A raid", "Gunmen killed two farmers in Koro, Mali, on Monday.")]),
        dateline_serve::Let::Local("Ann".into()),
    );
    assert_eq!(served.get("/record")["last_merge"], Value::Null);
    for path in ["/incidents", "/documents", "/claims", "/review", "/map"] {
        assert_eq!(served.get(path)["total"], 0, "{path}");
    }
    for path in ["/facets", "/timeline", "/graph"] {
        served.get(path);
    }
}
