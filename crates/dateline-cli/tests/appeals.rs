//! Somebody whom the record tells of asks for a correction: from the letter to the answer, and what of it may be told to others.
#![cfg(feature = "record")]

use std::path::Path;
use std::process::Command;

use dateline_record::{Moment, Record};

fn dateline(folder: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_dateline")).args(args).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

const REPORT: &str = r#"{"id": "agency", "published": "2026-04-07", "publisher": "Sahel Wire", "text": "Gunmen on motorcycles attacked the village of Koro in central Mali on Monday, killing at least 14 people, the mayor said."}"#;

/// What a careless desk writes down of somebody who asks, and of somebody who is told of.
const SECRETS: [&str; 4] = ["Oudrant", "mail.example", "Zongotoro", "letter 12"];

fn has(words: &str, secret: &str) -> bool {
    words.to_lowercase().contains(&secret.to_lowercase())
}

#[test]
fn an_appeal_leads_to_a_correction_and_an_answer_and_stays_with_the_desk() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| dateline(folder.path(), args);
    std::fs::write(folder.path().join("monday.jsonl"), REPORT).unwrap();
    run(&["ingest", "--record", "war.db", "monday.jsonl"]);
    let path = folder.path().join("war.db");
    let record = Record::open(&path).unwrap();
    let id = record.incidents(Moment::NOW).unwrap().next().unwrap().unwrap().incident.incident;
    drop(record);
    let decide = |verb: &str, ids: &[&str], more: &[&str], why: &str| {
        let args = [&["decide", "--record", "war.db", verb], ids, more, &["--who", "Ann", "--why", why]].concat();
        let told = run(&args);
        told.split(':').next().unwrap().to_owned()
    };
    decide("accept", &[&id], &[], "read");
    let why = "Mariam Oudrant (m@mail.example, letter 12): her brother Bakary Zongotoro is alive";
    let appeal = decide("appeal", &[&id], &[], why);
    assert!(run(&["appeals", "--record", "war.db", "--open"]).contains(&format!("{appeal} open: {id}")));
    assert!(run(&["incidents", "--record", "war.db"]).contains("accepted; 1 appeal open"));

    let fewer = decide("correct", &[&id], &["--field", "killed", "--value", "13"], "letter 12");
    // A name in a field is the desk's own.
    let victim = decide("correct", &[&id], &["--field", "recipient", "--value", "Bakary Zongotoro"], "letter 12");
    let answer = decide("answer", &[&appeal, &fewer, &victim], &[], "letter 12: corrected");
    assert_eq!(run(&["appeals", "--record", "war.db", "--open"]), "");
    let listed = run(&["appeals", "--record", "war.db"]);
    assert!(listed.contains(&format!("{appeal} answered: {id}")), "{listed}");
    assert!(listed.contains(&format!("letter 12: corrected ({answer}); see {fewer}, {victim}")), "{listed}");

    // Nothing of it is in what goes out, where the correction is.
    let mut out = String::new();
    for profile in ["acled", "ucdp", "plover", "polecat", "gdelt", "hxl"] {
        for format in ["csv", "jsonl", "geojson"] {
            let file = format!("{profile}.{format}");
            let form = ["--profile", profile, "--format", format, "--output", &file];
            run(&[&["export", "--record", "war.db"], form.as_slice()].concat());
        }
    }
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap().path();
        if !file.file_name().unwrap().to_string_lossy().starts_with("war.db") {
            out.push_str(&std::fs::read_to_string(file).unwrap());
        }
    }
    for form in ["md", "html"] {
        out.push_str(&run(&["digest", "--record", "war.db", "--format", form]));
    }
    out.push_str(&run(&["panel", "--record", "war.db", "--unit", "country"]));
    assert!(out.contains("13 (set in review)"), "{out}");
    for secret in SECRETS {
        assert!(!has(&out, secret), "{secret} is in\n{out}");
    }
    // Who asks for names gets those that people set.
    let named = run(&["export", "--record", "war.db", "--profile", "hxl", "--names"]);
    assert!(has(&named, "Zongotoro") && !has(&named, "Oudrant"), "{named}");

    // All of it is in the chain, and goes with the report that it is about.
    let verified = run(&["verify", "--record", "war.db"]);
    assert!(verified.contains("5 decisions: as they were written"), "{verified}");
    run(&["takedown", "--record", "war.db", "agency", "--who", "Ann", "--why", "asked for", "--yes"]);
    let left: Vec<u8> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|file| file.file_name().unwrap().to_string_lossy().starts_with("war.db"))
        .flat_map(|file| std::fs::read(file).unwrap())
        .collect();
    for secret in SECRETS {
        assert!(!has(&String::from_utf8_lossy(&left), secret), "{secret} is still in the file");
    }
    let listed = run(&["appeals", "--record", "war.db"]);
    assert!(listed.contains("asked") && listed.contains("withdrawn") && listed.contains(&answer), "{listed}");
    run(&["verify", "--record", "war.db"]);
}
