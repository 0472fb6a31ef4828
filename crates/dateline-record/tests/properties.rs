//! Whatever is done in whatever order, the record stays whole.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use dateline::Lexicon;
use dateline_record::{Draft, Error, Field, Moment, Outcome, Record, State, Verb};
use proptest::prelude::*;

mod common;

use common::{record, report, store};

/// What is done to a record. Numbers choose among what is there.
#[derive(Clone, Debug)]
enum Deed {
    /// A report of an id with some text.
    Ingest(u8, u8),
    Merge(bool),
    /// On incidents, and the second to last on an event of the first.
    Decide(u8, prop::sample::Index, prop::sample::Index),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        4 => (0u8..5, 0u8..6).prop_map(|(id, text)| Deed::Ingest(id, text)),
        2 => any::<bool>().prop_map(Deed::Merge),
        4 => (0u8..7, any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(|(v, a, b)| Deed::Decide(v, a, b)),
    ];
    prop::collection::vec(deed, 1..16)
}

const TEXTS: [&str; 6] = [
    "Gunmen attacked the village of Koro in Mali on 6 April 2026, killing 14 people.",
    "Armed men attacked Koro in Mali on 6 April 2026. Fourteen people were killed, residents said.",
    "Gunmen attacked the village of Koro in Mali on 6 April 2026, killing 17 people. Police arrested two suspects in Bamako.",
    "Police arrested three protesters in Bamako on 6 April 2026.",
    "Nothing happened.",
    "",
];

fn merge(record: &mut Record, strict: bool) {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    let name = if strict { "strict" } else { "standard" };
    record.merge(name, LEXICON.get_or_init(Lexicon::built_in).merge.get(name).unwrap()).unwrap();
}

/// Each incident's id and events.
fn incidents(record: &Record) -> BTreeMap<String, Vec<String>> {
    let all = record.incidents(Moment::NOW).unwrap().map(Result::unwrap);
    let events =
        |i: &dateline_record::RecordedIncident| i.incident.members.iter().filter_map(|m| m.event.clone()).collect();
    all.map(|i| (i.incident.incident.clone(), events(&i))).collect()
}

fn decide(record: &mut Record, verb: u8, a: prop::sample::Index, b: prop::sample::Index) -> Option<Verb> {
    let all: Vec<(String, Vec<String>)> = incidents(record).into_iter().collect();
    if all.is_empty() {
        return None;
    }
    let ((one, events), (other, _)) = (&all[a.index(all.len())], &all[b.index(all.len())]);
    let event = if events.is_empty() { one } else { &events[b.index(events.len())] };
    let (verb, ids, correction) = match verb {
        0 => (Verb::Accept, vec![one], None),
        1 => (Verb::Reject, vec![one], None),
        2 => (Verb::Reject, vec![event], None),
        3 => (Verb::Accept, vec![event], None),
        4 => (Verb::Correct, vec![one], Some((Field::Place, "Koro".to_owned()))),
        5 => (Verb::Merge, vec![one, other], None),
        _ => (Verb::Split, vec![one, event], None),
    };
    let ids = ids.into_iter().cloned().collect();
    match record.decide(&Draft { verb, ids, correction, who: "Ann".into(), why: "I looked".into() }) {
        Ok(decision) => Some(decision.verb),
        // An incident without events, a split that would leave nothing.
        Err(Error::Decision(_)) => None,
        // An event that a new revision does not have.
        Err(Error::NoSuchId(_)) => None,
        Err(error) => panic!("{error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_deeds_leaves_the_record_whole(deeds in deeds()) {
        let (_folder, mut record) = record();
        let mut seen: BTreeSet<(u8, u8)> = BTreeSet::new();
        let mut latest: BTreeMap<u8, u8> = BTreeMap::new();
        let mut decisions = Vec::new();
        for deed in &deeds {
            match deed {
                Deed::Ingest(id, text) => {
                    let outcome = store(&mut record, report(&id.to_string(), TEXTS[*text as usize]));
                    let known = latest.contains_key(id);
                    let expected = match (seen.insert((*id, *text)), known) {
                        (true, false) => Outcome::New,
                        (true, true) => Outcome::Revised,
                        (false, _) => Outcome::Unchanged,
                    };
                    prop_assert_eq!(outcome, expected);
                    if outcome != Outcome::Unchanged {
                        latest.insert(*id, *text);
                    }
                }
                Deed::Merge(strict) => merge(&mut record, *strict),
                Deed::Decide(verb, a, b) => decisions.extend(decide(&mut record, *verb, *a, *b)),
            }
        }
        // Texts are the last that came, decisions all that were made, in their order.
        for handle in record.documents(Moment::NOW).unwrap() {
            let stored = record.document(handle).unwrap();
            let id: u8 = stored.document.source_id.unwrap().parse().unwrap();
            prop_assert_eq!(stored.document.text, TEXTS[latest[&id] as usize]);
        }
        let kept: Vec<Verb> = record.decisions(Moment::NOW).unwrap().iter().map(|d| d.verb).collect();
        prop_assert_eq!(kept, decisions);

        // After a merger each event that was not rejected is in one incident, and each report in one at least.
        merge(&mut record, false);
        let all: Vec<_> = record.incidents(Moment::NOW).unwrap().map(Result::unwrap).collect();
        let events: Vec<&String> = all.iter().flat_map(|i| &i.incident.members).filter_map(|m| m.event.as_ref()).collect();
        prop_assert_eq!(events.iter().collect::<BTreeSet<_>>().len(), events.len());
        let reports: BTreeSet<&str> = all.iter().flat_map(|i| &i.accounts).map(|a| a.report.id.as_str()).collect();
        prop_assert_eq!(reports.len(), latest.len());
        for incident in &all {
            for account in &incident.accounts {
                prop_assert!(account.event().is_none() || account.review.state != State::Rejected);
            }
        }
        // Merging once more changes nothing, and all is as it was written.
        let before = incidents(&record);
        merge(&mut record, false);
        prop_assert_eq!(incidents(&record), before);
        prop_assert_eq!(record.verify().unwrap().flaws, vec![]);
    }
}
