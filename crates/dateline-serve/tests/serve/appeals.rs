//! What somebody asks to be corrected, through the API.

use serde_json::{Value, json};

use crate::common::Served;

#[test]
fn an_appeal_is_asked_for_looked_at_and_answered() {
    let served = Served::demo();
    let id = served.incident("country=KEN");
    assert_eq!(served.post("/decisions", &json!({"verb": "accept", "ids": [id], "why": "read"})).0, 200);
    let waits = || {
        let queue = served.get("/review?limit=1000");
        let item = queue["items"].as_array().unwrap().iter().find(|item| item["summary"]["id"] == json!(id));
        item.map(|item| item["reasons"].clone())
    };
    assert_eq!(waits(), None);
    let (status, asked) =
        served.post("/decisions", &json!({"verb": "appeal", "ids": [id], "why": "letter 3: fewer were killed"}));
    assert_eq!((status, &asked["merging"]), (200, &json!(false)), "{asked}");
    // It comes back to those who decide, whatever was decided before.
    assert_eq!(waits(), Some(json!(["somebody asks that it be corrected"])));
    let open = served.get("/appeals?open=1");
    assert_eq!((&open["total"], &open["items"][0]["incidents"][0]["id"]), (&json!(1), &json!(id)), "{open}");
    let correct = json!({"verb": "correct", "ids": [id], "field": "killed", "value": "1", "why": "letter 3"});
    let (_, corrected) = served.post("/decisions", &correct);
    let (status, refused) =
        served.post("/decisions", &json!({"verb": "answer", "ids": [corrected["seq"]], "why": "x"}));
    assert_eq!(status, 400, "{refused}");
    let answer = json!({"verb": "answer", "ids": [asked["seq"], corrected["seq"]], "why": "corrected"});
    assert_eq!(served.post("/decisions", &answer).0, 200);
    assert_eq!(waits(), None);
    assert_eq!(served.get("/appeals?open=1")["total"], 0);
    let all = served.get("/appeals");
    assert_eq!(all["items"][0]["answers"][0]["followed"], json!([corrected["seq"]]), "{all}");
    let verbs = |value: &Value| {
        value["decisions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|d| d["verb"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(verbs(&served.get(&format!("/incidents/{id}"))), ["accept", "appeal", "correct", "answer"]);
}
