//! Incidents in the record, and decisions that hold.

use dateline::document::{Basis, Published};
use dateline::reading::CasualtyKind;
use dateline::{Document, Lexicon};
use dateline_record::{Draft, Error, Field, Moment, Outcome, Record, RecordedIncident, State, Verb};

mod common;

use common::{reader, record, report, store};

/// Three accounts of a raid, of which two are alike, and a protest.
const REPORTS: [(&str, &str); 4] = [
    (
        "agency",
        "Gunmen on motorcycles attacked the village of Koro in central Mali on Monday, killing at least 14 people.",
    ),
    ("radio", "Fourteen villagers were killed on Monday when armed men attacked Koro in central Mali, residents said."),
    ("daily", "Armed men attacked the village of Koro in Mali on Monday, killing 17 people, a deputy said."),
    ("court", "Police arrested three protesters in Bamako, Mali on Monday after a march against fuel prices."),
];

fn document(id: &str, text: &str) -> Document {
    let published = Published { date: "2026-04-07".parse().unwrap(), basis: Basis::Given };
    Document { published: Some(published), ..report(id, text) }
}

fn merge(record: &mut Record) {
    let lexicon = Lexicon::built_in();
    record.merge("standard", lexicon.merge.get("standard").unwrap()).unwrap();
}

fn filled() -> (tempfile::TempDir, Record) {
    let (folder, mut record) = record();
    for (id, text) in REPORTS {
        assert_eq!(store(&mut record, document(id, text)), Outcome::New);
    }
    merge(&mut record);
    (folder, record)
}

fn incidents(record: &Record, moment: Moment) -> Vec<RecordedIncident> {
    let all = record.incidents(moment).unwrap().map(Result::unwrap);
    all.filter(|incident| incident.incident.plover.is_some()).collect()
}

/// The names of each incident's reports.
fn groups(record: &Record) -> Vec<String> {
    let names =
        |i: &RecordedIncident| i.accounts.iter().map(|a| a.report.name().to_owned()).collect::<Vec<_>>().join(" ");
    incidents(record, Moment::NOW).iter().map(names).collect()
}

fn draft(verb: Verb, ids: &[&str]) -> Draft {
    let ids = ids.iter().map(|id| (*id).to_owned()).collect();
    Draft { verb, ids, correction: None, who: "Ann".into(), why: "I looked".into() }
}

fn of<'a>(all: &'a [RecordedIncident], report: &str) -> &'a RecordedIncident {
    all.iter().find(|i| i.accounts.iter().any(|a| a.report.name() == report)).unwrap()
}

fn event(incident: &RecordedIncident, report: &str) -> String {
    let at = incident.accounts.iter().position(|a| a.report.name() == report).unwrap();
    incident.incident.members[at].event.clone().unwrap()
}

#[test]
fn incidents_come_with_all_that_they_rest_on() {
    let (_folder, record) = filled();
    let all = incidents(&record, Moment::NOW);
    let raid = of(&all, "agency");
    assert_eq!(groups(&record)[0], "agency radio daily");
    assert_eq!(raid.review.state, State::Unreviewed);
    for (member, account) in raid.incident.members.iter().zip(&raid.accounts) {
        let span = &account.event().unwrap().evidence[0];
        assert_eq!(Some(span), member.span.as_ref());
        let text: Vec<char> = account.report.document.text.chars().collect();
        assert_eq!(text[span.start as usize..span.end as usize].iter().collect::<String>(), span.quote);
    }
    let named = raid.named();
    assert_eq!(named.members[0].source_id, "agency");
    assert!(named.members[0].event.as_deref().unwrap().len() < 4, "{:?}", named.members[0].event);
    assert!(named.casualties.iter().flat_map(|t| &t.figures).any(|f| f.source_id == "daily"));
}

#[test]
fn merging_again_changes_nothing() {
    let (_folder, mut record) = filled();
    let before = incidents(&record, Moment::NOW);
    merge(&mut record);
    let after = incidents(&record, Moment::NOW);
    assert_eq!(
        before.iter().map(|i| &i.incident).collect::<Vec<_>>(),
        after.iter().map(|i| &i.incident).collect::<Vec<_>>()
    );
    assert_eq!(record.last_merger(Moment::NOW).unwrap(), Some(("standard".into(), 0)));
}

#[test]
fn later_accounts_leave_ids_as_they_are() {
    let (_folder, mut record) = filled();
    let before = of(&incidents(&record, Moment::NOW), "agency").incident.incident.clone();
    let more = "Attackers on motorcycles killed at least 14 people in the village of Koro in central Mali on Monday.";
    store(&mut record, document("weekly", more));
    assert_eq!(record.last_merger(Moment::NOW).unwrap(), Some(("standard".into(), 1)));
    merge(&mut record);
    let all = incidents(&record, Moment::NOW);
    assert_eq!(of(&all, "agency").incident.incident, before);
    assert_eq!(of(&all, "weekly").incident.incident, before);
}

#[test]
fn a_split_and_a_merger_by_hand_hold() {
    let (_folder, mut record) = filled();
    let all = incidents(&record, Moment::NOW);
    let (raid, daily) = (of(&all, "agency").incident.incident.clone(), event(of(&all, "daily"), "daily"));
    record.decide(&draft(Verb::Split, &[&raid, &daily])).unwrap();
    merge(&mut record);
    assert!(groups(&record).contains(&"agency radio".into()), "{:?}", groups(&record));
    merge(&mut record);
    assert!(groups(&record).contains(&"daily".into()), "{:?}", groups(&record));

    let all = incidents(&record, Moment::NOW);
    let ids = ["agency", "daily"].map(|name| of(&all, name).incident.incident.clone());
    record.decide(&draft(Verb::Merge, &[&ids[0], &ids[1]])).unwrap();
    merge(&mut record);
    assert!(groups(&record).contains(&"agency radio daily".into()), "{:?}", groups(&record));
    let all = incidents(&record, Moment::NOW);
    let joins = &of(&all, "agency").incident.joins;
    assert!(joins.iter().any(|j| j.reasons.iter().any(|r| r.contains("by a person"))));
}

#[test]
fn a_decision_takes_effect_at_once_as_it_would_in_a_merger_of_all() {
    let (_folder, mut record) = filled();
    let rule = ("standard", reader().lexicon().merge.get("standard").unwrap());
    let find = |record: &Record, name: &str| of(&incidents(record, Moment::NOW), name).incident.incident.clone();
    let check = |record: &mut Record, decision: &dateline_record::Decision, expected: usize| {
        assert!(record.changes_incidents(decision).unwrap());
        let all = groups(record);
        let now = record.apply(decision, rule, None).unwrap().unwrap();
        assert_eq!(now.len(), expected, "{now:?}");
        let at_once = groups(record);
        assert_ne!(all, at_once);
        merge(record);
        assert_eq!(groups(record), at_once);
        assert_eq!(record.verify().unwrap().flaws, []);
    };
    let (raid, daily) = (find(&record, "agency"), event(of(&incidents(&record, Moment::NOW), "daily"), "daily"));
    let split = record.decide(&draft(Verb::Split, &[&raid, &daily])).unwrap();
    check(&mut record, &split, 2);
    let undo = record.decide(&draft(Verb::Undo, &[&split.seq.to_string()])).unwrap();
    check(&mut record, &undo, 1);
    let rejected = record.decide(&draft(Verb::Reject, &[&daily])).unwrap();
    record.apply(&rejected, rule, None).unwrap().unwrap();
    let holds = |record: &Record| {
        incidents(record, Moment::NOW)
            .iter()
            .flat_map(|i| i.incident.members.clone())
            .any(|m| m.event.as_ref() == Some(&daily))
    };
    assert!(!holds(&record));
    // What is in no incident must be weighed against all others.
    let accepted = record.decide(&draft(Verb::Accept, &[&daily])).unwrap();
    assert_eq!(record.apply(&accepted, rule, None).unwrap(), None);
    merge(&mut record);
    assert!(groups(&record).contains(&"agency radio daily".into()), "{:?}", groups(&record));
    let [one, other] = ["agency", "court"].map(|name| find(&record, name));
    let merged = record.decide(&draft(Verb::Merge, &[&one, &other])).unwrap();
    check(&mut record, &merged, 1);
    // What only says whether an incident is right leaves it as it is, and so does taking that back.
    for verb in [Verb::Accept, Verb::Reject] {
        let id = find(&record, "agency");
        let decided = record.decide(&draft(verb, &[&id])).unwrap();
        assert!(!record.changes_incidents(&decided).unwrap());
        let undo = record.decide(&draft(Verb::Undo, &[&decided.seq.to_string()])).unwrap();
        assert!(!record.changes_incidents(&undo).unwrap());
    }
}

#[test]
fn reviews_follow_their_incident() {
    let (_folder, mut record) = filled();
    let raid = of(&incidents(&record, Moment::NOW), "agency").incident.incident.clone();
    record.decide(&draft(Verb::Accept, &[&raid[..6]])).unwrap();
    let correction = Some((Field::Toll(CasualtyKind::Killed), "14-17".to_owned()));
    record.decide(&Draft { correction, ..draft(Verb::Correct, &[&raid]) }).unwrap();
    let review = of(&incidents(&record, Moment::NOW), "agency").review.clone();
    assert_eq!((review.state, review.accounts_since, review.decisions.len()), (State::Accepted, 0, 2));
    assert_eq!(review.corrections[&Field::Toll(CasualtyKind::Killed)].value, "14-17");

    // A further account comes, and another report is edited far from its event.
    let more = "Attackers on motorcycles killed at least 14 people in the village of Koro in central Mali on Monday.";
    store(&mut record, document("weekly", more));
    let edited = format!("{} The governor will visit the village, his office said in a statement.", REPORTS[0].1);
    assert_eq!(store(&mut record, document("agency", &edited)), Outcome::Revised);
    merge(&mut record);
    let all = incidents(&record, Moment::NOW);
    assert_eq!(of(&all, "agency").incident.incident, raid);
    let review = &of(&all, "weekly").review;
    assert_eq!((review.state, review.accounts_since, review.corrections.len()), (State::Accepted, 1, 1));
    assert_eq!(of(&all, "court").review.state, State::Unreviewed);
}

#[test]
fn a_rejected_event_is_in_no_incident() {
    let (_folder, mut record) = filled();
    let all = incidents(&record, Moment::NOW);
    let court = event(of(&all, "court"), "court");
    record.decide(&draft(Verb::Reject, &[&court])).unwrap();
    let all = incidents(&record, Moment::NOW);
    assert_eq!(of(&all, "court").accounts[0].review.state, State::Rejected);
    merge(&mut record);
    assert!(!groups(&record).iter().any(|group| group == "court"), "{:?}", groups(&record));
    record.decide(&draft(Verb::Accept, &[&court])).unwrap();
    merge(&mut record);
    assert!(groups(&record).iter().any(|group| group == "court"), "{:?}", groups(&record));
}

#[test]
fn what_is_taken_back_holds_no_more_and_stays_in_the_record() {
    let (_folder, mut record) = filled();
    let id = |record: &Record| incidents(record, Moment::NOW)[0].incident.incident.clone();
    let raid = id(&record);
    let state = |record: &Record| record.recorded(&raid, Moment::NOW).unwrap().unwrap().review.state;
    record.decide(&draft(Verb::Reject, &[&raid])).unwrap();
    let accepted = record.decide(&draft(Verb::Accept, &[&raid])).unwrap();
    assert_eq!(state(&record), State::Accepted);
    let number = accepted.seq.to_string();
    let undo = record.decide(&draft(Verb::Undo, &[&number])).unwrap();
    assert_eq!(state(&record), State::Rejected);
    assert_eq!(undo.targets[0].events(), accepted.targets[0].events());
    assert_eq!(record.decisions(Moment::NOW).unwrap().len(), 3);
    // Once is enough, and what took it back cannot be taken back.
    for number in [&number, &undo.seq.to_string(), "99", &raid] {
        let error = record.decide(&draft(Verb::Undo, &[number])).unwrap_err().to_string();
        assert!(error.contains("no decision that holds"), "{error}");
    }
    assert!(record.verify().unwrap().flaws.is_empty());
}

#[test]
fn one_incident_comes_as_all_do() {
    let (_folder, mut record) = filled();
    let raid = incidents(&record, Moment::NOW)[0].clone();
    record.decide(&draft(Verb::Accept, &[&raid.incident.incident])).unwrap();
    // The decision goes with the first of its events, wherever that is after a split.
    let last = raid.incident.members.last().unwrap().event.clone().unwrap();
    record.decide(&draft(Verb::Split, &[&raid.incident.incident, &last])).unwrap();
    merge(&mut record);
    for all in incidents(&record, Moment::NOW) {
        let one = record.recorded(&all.incident.incident, Moment::NOW).unwrap().unwrap();
        assert_eq!((one.incident, one.review), (all.incident, all.review));
    }
    assert!(record.recorded("i000000000000", Moment::NOW).unwrap().is_none());
}

#[test]
fn what_was_decided_later_was_not_known_before() {
    let (_folder, record) = record();
    let mut record = record.with_clock(|| "2026-04-08T08:00:00Z".parse().unwrap());
    for (id, text) in REPORTS {
        store(&mut record, document(id, text));
    }
    merge(&mut record);
    let mut record = record.with_clock(|| "2026-04-09T08:00:00Z".parse().unwrap());
    let raid = of(&incidents(&record, Moment::NOW), "agency").incident.incident.clone();
    let daily = event(of(&incidents(&record, Moment::NOW), "daily"), "daily");
    record.decide(&draft(Verb::Accept, &[&raid])).unwrap();
    record.decide(&draft(Verb::Split, &[&raid, &daily])).unwrap();
    merge(&mut record);
    let before = record.moment("2026-04-08T23:00:00Z".parse().unwrap()).unwrap();
    let then = incidents(&record, before);
    assert_eq!(of(&then, "agency").accounts.len(), 3);
    assert_eq!(of(&then, "agency").review.state, State::Unreviewed);
    let now = incidents(&record, Moment::NOW);
    assert_eq!(of(&now, "agency").accounts.len(), 2);
    assert_eq!(of(&now, "agency").review.state, State::Accepted);
    assert_eq!(of(&now, "daily").review.state, State::Unreviewed);
}

#[test]
fn senseless_decisions_are_told() {
    let (_folder, mut record) = filled();
    let all = incidents(&record, Moment::NOW);
    let (raid, court) = (of(&all, "agency").incident.incident.clone(), event(of(&all, "court"), "court"));
    let daily = event(of(&all, "daily"), "daily");
    let date = Some((Field::Date, "Monday".to_owned()));
    for (draft, words) in [
        (draft(Verb::Accept, &["i000000"]), "nothing in the record has the id i000000"),
        (draft(Verb::Accept, &["x' OR 1"]), "nothing in the record has the id"),
        (draft(Verb::Accept, &["e"]), "nothing in the record has the id e"),
        (draft(Verb::Merge, &[&raid]), "Name two or more"),
        (draft(Verb::Split, &[&daily, &court]), "names an incident first"),
        (draft(Verb::Split, &[&raid, &court]), "is no event of"),
        (draft(Verb::Correct, &[&raid]), "names a field and its value"),
        (Draft { correction: date.clone(), ..draft(Verb::Correct, &[&raid]) }, "expected 2026-04-25"),
        (Draft { correction: date, ..draft(Verb::Accept, &[&raid]) }, "takes no field"),
        (Draft { why: " ".into(), ..draft(Verb::Accept, &[&raid]) }, "who made it and why"),
    ] {
        let error = record.decide(&draft).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
    assert!(record.decisions(Moment::NOW).unwrap().is_empty());
    let ids: Vec<&str> = Vec::new();
    assert!(matches!(record.decide(&draft(Verb::Accept, &ids)), Err(Error::Decision(_))));
}

#[test]
fn a_clock_that_goes_back_disorders_nothing() {
    let (_folder, record) = filled();
    let mut record = record.with_clock(|| "2026-04-09T08:00:00Z".parse().unwrap());
    let id = of(&incidents(&record, Moment::NOW), "agency").incident.incident.clone();
    let accepted = record.decide(&draft(Verb::Accept, &[&id])).unwrap();
    // An hour earlier by the clock, and yet later.
    let mut record = record.with_clock(|| "2026-04-09T07:00:00Z".parse().unwrap());
    let rejected = record.decide(&draft(Verb::Reject, &[&id])).unwrap();
    assert!(rejected.seq > accepted.seq && rejected.at < accepted.at);
    let raid = |record: &Record, moment| of(&incidents(record, moment), "agency").review.clone();
    let review = raid(&record, Moment::NOW);
    assert_eq!(review.state, State::Rejected);
    assert_eq!(review.decisions.iter().map(|d| d.seq).collect::<Vec<_>>(), [accepted.seq, rejected.seq]);
    // Whatever stands before an entry was known when that entry was made.
    let moment = record.moment("2026-04-09T07:30:00Z".parse().unwrap()).unwrap();
    assert_eq!(raid(&record, moment).decisions.len(), 2);
    merge(&mut record);
    assert_eq!(raid(&record, Moment::NOW).state, State::Rejected);
    assert_eq!(record.verify().unwrap().flaws, []);
}

#[test]
fn an_appeal_is_kept_and_answered() {
    let (_folder, mut record) = filled();
    let raid = |record: &Record| of(&incidents(record, Moment::NOW), "agency").clone();
    let id = raid(&record).incident.incident;
    let accepted = record.decide(&draft(Verb::Accept, &[&id])).unwrap();
    let asked = record.decide(&draft(Verb::Appeal, &[&id])).unwrap();
    assert!(!record.changes_incidents(&asked).unwrap());
    // What is asked for is not done by that, and is still asked for when reports are merged anew.
    merge(&mut record);
    let review = raid(&record).review;
    assert_eq!((review.state, review.appeals, review.corrections.len()), (State::Accepted, 1, 0));
    let appeals = record.appeals(Moment::NOW).unwrap();
    assert_eq!((appeals.len(), appeals[0].asked.seq, appeals[0].answers.len()), (1, asked.seq, 0));

    let seq = asked.seq.to_string();
    for wrong in [vec!["1"], vec!["9999"], vec![id.as_str()], vec![], vec![seq.as_str(), seq.as_str()]] {
        assert!(matches!(record.decide(&draft(Verb::Answer, &wrong)), Err(Error::Decision(_))), "{wrong:?}");
    }
    let correction = Some((Field::Toll(CasualtyKind::Killed), "12".to_owned()));
    let corrected = record.decide(&Draft { correction, ..draft(Verb::Correct, &[&id]) }).unwrap().seq.to_string();
    let answer = record.decide(&draft(Verb::Answer, &[&seq, &corrected])).unwrap();
    assert!(!record.changes_incidents(&answer).unwrap());
    assert_eq!(answer.followed().collect::<Vec<_>>(), [corrected.as_str()]);
    let review = raid(&record).review;
    assert_eq!((review.state, review.appeals, review.corrections.len()), (State::Accepted, 0, 1));
    let verbs: Vec<Verb> = review.decisions.iter().map(|decision| decision.verb).collect();
    assert_eq!(verbs, [Verb::Accept, Verb::Appeal, Verb::Correct, Verb::Answer]);
    assert_eq!(record.appeals(Moment::NOW).unwrap()[0].answers, std::slice::from_ref(&answer));
    // Neither is anything that an appeal could have led to.
    assert!(record.decide(&draft(Verb::Answer, &[&seq, &answer.seq.to_string()])).is_err());
    assert!(record.decide(&draft(Verb::Answer, &[&seq, &accepted.seq.to_string()])).is_ok());
    // With its answers taken back it is open again; taken back itself, it is asked no more.
    for answer in record.appeals(Moment::NOW).unwrap()[0].answers.clone() {
        record.decide(&draft(Verb::Undo, &[&answer.seq.to_string()])).unwrap();
    }
    assert_eq!(raid(&record).review.appeals, 1);
    record.decide(&draft(Verb::Undo, &[&seq])).unwrap();
    assert_eq!((raid(&record).review.appeals, record.appeals(Moment::NOW).unwrap().len()), (0, 0));

    // Of one account: it is asked about the incident too, and also when the account is in none any more.
    let event = event(&raid(&record), "radio");
    record.decide(&draft(Verb::Appeal, &[&event])).unwrap();
    let account = raid(&record).accounts.into_iter().find(|account| account.report.name() == "radio").unwrap();
    assert_eq!((account.review.appeals, raid(&record).review.appeals), (1, 1));
    record.decide(&draft(Verb::Reject, &[&event])).unwrap();
    merge(&mut record);
    assert_eq!(raid(&record).review.appeals, 0);
    assert_eq!(record.appeals(Moment::NOW).unwrap().len(), 1);
    assert_eq!(record.verify().unwrap().flaws, []);
}
