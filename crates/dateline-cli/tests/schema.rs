//! What the program prints is what its schema, and the contract behind it, promise.

use std::process::Command;

use serde_json::Value;

fn dateline(args: &[&str]) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let output = Command::new(env!("CARGO_BIN_EXE_dateline")).args(args).current_dir(root).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn schema() -> Value {
    serde_json::from_str(&dateline(&["schema"])).unwrap()
}

fn readings() -> Vec<Value> {
    let lines = dateline(&["read", "--format", "jsonl", "examples"]);
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn readings_follow_the_schema() {
    let schema = jsonschema::validator_for(&schema()).unwrap();
    let readings = readings();
    assert!(readings.len() >= 3);
    for reading in &readings {
        let problems: Vec<_> = schema.iter_errors(reading).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(problems.is_empty(), "{problems:?}");
    }
}

#[test]
fn the_schema_refuses_what_is_no_reading() {
    let schema = jsonschema::validator_for(&schema()).unwrap();
    let broken: [fn(&mut Value); 5] = [
        |r| drop(r.as_object_mut().unwrap().remove("events")),
        |r| r["schema"] = "dateline/reading/2".into(),
        |r| r["coder"]["name"] = "another".into(),
        |r| r["sentences"][0]["kind"] = "poem".into(),
        |r| r["document"]["id"] = 7.into(),
    ];
    for breaks in broken {
        let mut reading = readings().remove(0);
        breaks(&mut reading);
        assert!(!schema.is_valid(&reading), "{}", reading["document"]);
    }
}

/// The names that other programs rely on. A name may be added to the contract; one that is here stays.
#[test]
fn the_schema_keeps_what_the_contract_requires() {
    const REQUIRED: &[(&str, &str)] = &[
        ("", "schema document coder sentences times places actors events claims links relations outlook"),
        ("DocumentInfo", "id language"),
        ("Coder", "name version lexicon models"),
        ("SentenceSpan", "start end"),
        ("Time", "id span type value"),
        ("Place", "id name kind precision mentions"),
        ("Actor", "id name kind mentions"),
        ("Event", "id type status where participants casualties assertions evidence"),
        ("EventType", "plover"),
        ("Where", "place"),
        ("Participant", "role kind"),
        ("Casualties", "kind"),
        ("Assertion", "field stance source"),
        ("Claim", "id kind"),
        ("Link", "type from to"),
        ("Relation", "subject type object"),
        ("Outlook", "id modality polarity"),
        ("Quote", "start end quote"),
    ];
    // The contract wants these keys to be there; their value may be null, which a schema made from types cannot require.
    const PRESENT: &[(&str, &str)] = &[
        ("/document", "published"),
        ("/events/0", "when"),
        ("/claims/0", "source content"),
        ("/relations/0", "evidence"),
        ("/outlook/0", "speaker evidence"),
    ];
    let schema = schema();
    for (name, required) in REQUIRED {
        let of = if name.is_empty() { &schema } else { &schema["$defs"][name] };
        let has: Vec<_> = of["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        for word in required.split(' ') {
            assert!(has.contains(&word), "{name} no longer requires {word}");
        }
    }
    let readings = readings();
    for (pointer, keys) in PRESENT {
        for item in readings.iter().filter_map(|r| r.pointer(pointer)) {
            for key in keys.split(' ') {
                assert!(item.get(key).is_some(), "{pointer} lacks {key}");
            }
        }
    }
}
