use proptest::prelude::*;

use super::*;
use crate::Reader;
use crate::document::Document;

/// What is read of places in a text, one line a mention: `words = name, kind, country, precision`.
fn read_text(text: &str) -> Vec<String> {
    let reader = Reader::new(Lexicon::built_in());
    let document = Document::new(text);
    let places = reader.analyse(&document).places;
    let line = |m: &Mention| {
        let p = &places.places[m.place];
        let country = p.country.map_or("-".into(), |c| c.to_string());
        format!("{} = {}, {}, {}, {}", m.span.of(text), p.name, p.kind, country, p.precision)
    };
    places.mentions.iter().map(line).collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(read_text(text), expected, "{text}");
}

#[test]
fn names_mean_places() {
    check("Fighting broke out in Goma, North Kivu.", &[]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_is_read(text in "(Mali|Kidal|the capital|north of|30 km|,|of|in|The|'s|Paris|Tex\\.|é|\n|\\PC| ){0,40}") {
        let reader = Reader::new(Lexicon::built_in());
        let document = Document::new(text.as_str());
        let places = reader.analyse(&document).places;
        for m in &places.mentions {
            prop_assert!(!m.span.of(&text).is_empty());
            prop_assert!(m.tokens.contains(&m.head));
            prop_assert!(m.place < places.places.len());
        }
        for p in &places.places {
            prop_assert!(p.point.is_some() || p.precision == Precision::Unlocated);
            prop_assert!(p.anchor.as_ref().is_none_or(|a| a.place < places.places.len()));
        }
    }
}
