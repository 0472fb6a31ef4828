//! What holds for every text, however odd: the reader does not panic, each quote is exactly the words at its place, and
//! each id stands for something.

use std::collections::HashSet;

use dateline::{Document, Lexicon, Reader};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;

/// One reader for all cases, since it is costly to build.
fn reader() -> &'static Reader {
    static READER: std::sync::OnceLock<Reader> = std::sync::OnceLock::new();
    READER.get_or_init(|| Reader::new(Lexicon::built_in()))
}

/// Fails where a reading breaks its promises.
fn check(text: &str) {
    let reading = reader().read(&Document::new(text));
    let value = serde_json::to_value(&reading).unwrap();
    let letters: Vec<char> = text.chars().collect();
    quotes(&value, &letters);
    for sentence in &reading.sentences {
        assert!(sentence.start < sentence.end && sentence.end as usize <= letters.len(), "{sentence:?}");
    }
    for when in reading.events.iter().filter_map(|e| e.when.as_ref()) {
        assert!(when.from.zip(when.to).is_none_or(|(from, to)| from <= to), "{when:?}");
    }
    let mut ids: HashSet<&str> = ["outlet", "published"].into();
    for list in ["times", "places", "actors", "events", "claims", "outlook"] {
        for item in value[list].as_array().unwrap() {
            assert!(ids.insert(item["id"].as_str().unwrap()), "an id twice: {item}");
        }
    }
    for key in
        ["anchor", "actor", "affiliation", "source", "speaker", "claim", "part_of", "within", "subject", "object"]
    {
        references(&value, key, &ids);
    }
    assert_eq!(value, serde_json::to_value(reader().read(&Document::new(text))).unwrap(), "two readings differ");
}

/// Every object that is a quote is exactly the words at its place.
fn quotes(value: &Value, letters: &[char]) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| quotes(item, letters)),
        Value::Object(fields) => {
            if let Some(quote) = fields.get("quote").and_then(Value::as_str) {
                let at = |key: &str| usize::try_from(fields[key].as_u64().unwrap()).unwrap();
                let words: String = letters[at("start")..at("end")].iter().collect();
                assert_eq!(words, quote);
                assert!(!quote.is_empty());
            }
            fields.values().for_each(|field| quotes(field, letters));
        }
        _ => {}
    }
}

/// Every text under a key that refers to something is an id.
fn references(value: &Value, key: &str, ids: &HashSet<&str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, key, ids)),
        Value::Object(fields) => {
            if let Some(id) = fields.get(key).and_then(Value::as_str) {
                assert!(ids.contains(id), "{key} {id} is no id");
            }
            fields.values().for_each(|field| references(field, key, ids));
        }
        _ => {}
    }
}

/// Words and marks that news are made of, in any order: what a grammar would never give.
fn news() -> impl Strategy<Value = String> {
    const PARTS: &[&str] = &[
        "the army",
        "The Malian army",
        "militants",
        "Gunmen",
        "Ogunmudi",
        "President",
        "he",
        "they",
        "attacked",
        "killed",
        "was attacked",
        "were killed",
        "denied",
        "said that",
        "said",
        "according to",
        "claimed responsibility for",
        "the attack",
        "near",
        "south of",
        "Kidal",
        "Bamako",
        "Paris",
        "Sévaré",
        "in the center of the country",
        "on Saturday",
        "April 25",
        "4/7/2026",
        "Two months after",
        "at least 14 people",
        "dozens",
        "a number of",
        "no one",
        "if",
        "not",
        "may",
        "will",
        "fears",
        "and",
        "but",
        ",",
        ".",
        "\n",
        "\n\n",
        "“",
        "”",
        "\"",
        "'s",
        "(",
        ")",
        "-",
        "–",
        ":",
        "?",
        "!",
        "%",
        "\u{a0}",
        "\u{200b}",
        "\u{fffd}",
        "مالي",
        "🙂",
        "12",
        "1,000",
        "99999999999999999999",
        "31/02/2026",
        "00:61",
        "U.S.",
        "e.g.",
        "e\u{301}",
    ];
    proptest::collection::vec((proptest::sample::select(PARTS), any::<bool>()), 0..60).prop_map(|parts| {
        parts.into_iter().map(|(part, blank)| format!("{part}{}", if blank { " " } else { "" })).collect()
    })
}

proptest! {
    // The gate tries the same texts every time, so that it tells of a change and not of luck; `just fuzz` tries others.
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: std::env::var("PROPTEST_RNG_SEED").map_or(RngSeed::Fixed(1), |_| ProptestConfig::default().rng_seed),
        cases: std::env::var("PROPTEST_CASES").map_or(64, |_| ProptestConfig::default().cases),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_order_of_words(text in news()) {
        check(&text);
    }

    #[test]
    fn any_part_of_a_report(start in 0usize..2000, length in 0usize..1500) {
        let report: Vec<char> = include_str!("../../../examples/analysis.txt").chars().collect();
        let start = start.min(report.len());
        let end = (start + length).min(report.len());
        check(&report[start..end].iter().collect::<String>());
    }
}

#[test]
fn odd_texts() {
    let long_word = "a".repeat(20_000);
    let long_sentence = "the army attacked Kidal and ".repeat(400);
    let capitals = include_str!("../../../examples/wire.txt").to_uppercase();
    let odd =
        ["", " ", "\n\n\n", ".", "....", "\u{feff}", "((((((", "\u{202e}", "1", "April", "4/7/2026", "\r\n\r\n", "\0"];
    for text in odd.into_iter().chain([long_word.as_str(), &long_sentence, &capitals]) {
        check(text);
    }
}
