//! Documents are found by words, place and time, as they stand now.

use dateline::Document;
use dateline_record::{Error, Record, Search};

mod common;

use common::{record, report, store};

fn find(record: &Record, search: &Search) -> Vec<String> {
    let handles = record.search(search).unwrap();
    handles.into_iter().map(|handle| record.document(handle).unwrap().name().to_owned()).collect()
}

fn words(record: &Record, words: &str) -> Vec<String> {
    find(record, &Search { words: Some(words.into()), ..Search::default() })
}

#[test]
fn words_are_found_where_they_stand_now() {
    let (_folder, mut record) = record();
    let titled =
        Document { title: Some("Raid in the north".into()), ..report("a", "Gunmen attacked Ménaka on Monday.") };
    store(&mut record, titled);
    store(&mut record, report("b", "The mayor of Dori said that attackers had come."));
    for (sought, found) in [
        ("menaka", &["a"][..]),
        ("raid", &["a"]),
        ("attack*", &["a", "b"]),
        ("attack", &[]),
        ("mayor attackers", &["b"]),
        ("\"mayor of dori\"", &["b"]),
        ("\"dori mayor\"", &[]),
        ("OR NOT (", &[]),
    ] {
        assert_eq!(words(&record, sought), found, "{sought}");
    }
    // An edit takes the old words away.
    store(&mut record, report("b", "Nothing happened in Dori."));
    assert_eq!(words(&record, "mayor"), [""; 0]);
    assert_eq!(words(&record, "dori"), ["b"]);
    let empty = Search { words: Some("\"\"".into()), ..Search::default() };
    assert!(record.search(&empty).map_or_else(|e| matches!(e, Error::Decision(_)), |found| found.is_empty()));
}

#[test]
fn places_and_days_are_those_of_the_events() {
    let (_folder, mut record) = record();
    store(&mut record, report("bamako", "Police arrested three men in Bamako, Mali on 6 April 2026."));
    store(&mut record, report("suva", "Police arrested three men in Suva, Fiji on 9 April 2026."));
    let near = |lat, lon, km| find(&record, &Search { near: Some((lat, lon, km)), ..Search::default() });
    assert_eq!(near(12.65, -8.0, 30.0), ["bamako"]);
    assert_eq!(near(12.65, -8.0, 1.0), [""; 0]);
    // Across the antimeridian: Suva lies at 178 degrees east.
    assert_eq!(near(-18.0, -179.0, 500.0), ["suva"]);
    assert_eq!(near(0.0, 0.0, 20_100.0), ["bamako", "suva"]);
    let days = |from: &str, to: &str| {
        let day = |day: &str| day.parse().ok();
        find(&record, &Search { from: day(from), to: day(to), ..Search::default() })
    };
    assert_eq!(days("2026-04-06", "2026-04-06"), ["bamako"]);
    assert_eq!(days("2026-04-07", ""), ["suva"]);
    assert_eq!(days("", "2026-04-30"), ["bamako", "suva"]);
}
