//! Two coders who decide on copies of one record.

use std::fs;

use dateline::Lexicon;
use dateline_record::{Draft, Field, Moment, Record, Verb, agree};

mod common;

use common::{record, report, store};

fn decide(record: &mut Record, verb: Verb, id: &str, correction: Option<(Field, &str)>) {
    let correction = correction.map(|(field, value)| (field, value.to_owned()));
    let (who, why) = ("Ann".into(), "I looked".into());
    record.decide(&Draft { verb, ids: vec![id.into()], correction, who, why }).unwrap();
}

#[test]
fn units_first_then_fields() {
    let (folder, mut first) = record();
    for (number, place) in ["Koro", "Dori", "Kaya", "Kidal"].iter().enumerate() {
        let text = format!("Gunmen attacked the village of {place} on {} May 2026.", 3 + 7 * number);
        store(&mut first, report(place, &text));
    }
    let lexicon = Lexicon::built_in();
    first.merge("standard", lexicon.merge.get("standard").unwrap()).unwrap();
    let ids: Vec<String> =
        first.incidents(Moment::NOW).unwrap().map(|incident| incident.unwrap().incident.incident).collect();
    assert_eq!(ids.len(), 4);
    let (path, copy) = (first.path().to_path_buf(), folder.path().join("second.db"));
    drop(first);
    fs::copy(&path, &copy).unwrap();
    let [mut a, mut b] = [path, copy].map(|path| Record::open(path).unwrap());

    let nobody = agree(&a, &b).unwrap();
    assert_eq!((nobody.units, nobody.f1), ((0, 0), None));

    // Both accept two; each accepts one that the other rejects.
    for record in [&mut a, &mut b] {
        decide(record, Verb::Accept, &ids[0], None);
        decide(record, Verb::Accept, &ids[1], None);
    }
    decide(&mut a, Verb::Accept, &ids[2], None);
    decide(&mut a, Verb::Reject, &ids[3], None);
    decide(&mut b, Verb::Reject, &ids[2], None);
    decide(&mut b, Verb::Accept, &ids[3], None);
    decide(&mut b, Verb::Correct, &ids[0], Some((Field::Type, "protest")));
    decide(&mut b, Verb::Correct, &ids[1], Some((Field::Date, "2026-05-14")));
    let found = agree(&a, &b).unwrap();
    assert_eq!((found.units, found.both), ((3, 3), 2));
    assert!((found.f1.unwrap() - 2.0 / 3.0).abs() < 1e-9);
    let field = |name: &str| found.fields.iter().find(|field| field.field == name).unwrap();
    assert_eq!((field("decision").units, field("decision").same), (4, 2));
    assert_eq!((field("type").units, field("type").same), (2, 1));
    assert!(field("type").alpha.unwrap().abs() < 1e-9);
    // By hand: units (3, 3) and (10, 14); observed 4² in two orders, expected from all pairs of 3, 3, 10, 14.
    let expected = 1.0 - 3.0 * (2.0 * 16.0) / (2.0 * (2.0 * 49.0 + 2.0 * 121.0 + 16.0));
    assert!((field("date").alpha.unwrap() - expected).abs() < 1e-9, "{:?}", field("date"));
    assert_eq!(field("status").alpha, None);
}
